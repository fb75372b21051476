"""Seconds that xgboost `hist` takes with as many trees, depth, bins and threads: trees.py ROWS COLUMNS TREES DEPTH THREADS"""

import sys
import time

import numpy as np
import xgboost

rows, columns, trees, depth, threads = map(int, sys.argv[1:])
rng = np.random.default_rng(7)
x = rng.standard_normal((rows, columns), dtype=np.float32)
score = x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + np.sign(x[:, 3]) * x[:, 4]
score += np.where(np.abs(x[:, 5]) < 0.5, 1, -0.5) + 0.5 * x[:, 6]
label = (rng.random(rows) < 1 / (1 + np.exp(-score))).astype(int)
parameters = dict(
    objective="binary:logistic", max_depth=depth, eta=0.1, tree_method="hist", max_bin=256, nthread=threads
)
started = time.perf_counter()
xgboost.train(parameters, xgboost.QuantileDMatrix(x, label, nthread=threads, max_bin=256), trees)
print(time.perf_counter() - started)
