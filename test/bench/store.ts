import { join } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { listRuns } from "../../src/tracking/list-runs.js";
import { withTemporaryFolder, type Benchmark } from "./measure.js";

/** A store as MLflow writes it. */
function writeStore(folder: string, runs: number, metrics: number): void {
  const experiment = join(folder, "mlruns", "123456789012345678");
  mkdirSync(experiment, { recursive: true });
  writeFileSync(
    join(experiment, "meta.yaml"),
    `artifact_location: x\ncreation_time: 1\nexperiment_id: '123456789012345678'\nlast_update_time: 1\nlifecycle_stage: active\nname: bench\n`,
  );
  for (let i = 0; i < runs; i++) {
    const id = i.toString(16).padStart(32, "0");
    const run = join(experiment, id);
    for (const part of ["metrics", "params", "tags"]) mkdirSync(join(run, part), { recursive: true });
    writeFileSync(
      join(run, "meta.yaml"),
      `artifact_uri: x\nend_time: 2\nentry_point_name: ''\nexperiment_id: '123456789012345678'\nlifecycle_stage: active\nrun_id: ${id}\nrun_name: run-${i}\nrun_uuid: ${id}\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: 1\nstatus: 3\ntags: []\nuser_id: ''\n`,
    );
    for (let m = 0; m < metrics; m++) writeFileSync(join(run, "metrics", `m${m}`), `1 ${m / 7} 0\n`);
    writeFileSync(join(run, "tags", "mlflow.runName"), `run-${i}`);
  }
}

export const benchmark: Benchmark = {
  name: "store",
  run: () =>
    withTemporaryFolder(async (folder) => {
      writeStore(folder, 10_000, 20);
      const started = performance.now();
      const { total } = await listRuns({ root: folder, env: { MLFLOW_TRACKING_URI: join(folder, "mlruns") } });
      const seconds = (performance.now() - started) / 1000;
      if (total !== 10_000) throw new Error(`read ${total} runs of 10,000`);
      return [{ what: "reading 10,000 runs × 20 metrics, file store", measured: seconds, budget: 4, unit: "s" }];
    }),
};
