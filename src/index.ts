// The library's public face, for notebooks and for other programs. Types come with what uses them.
export { AssayError, type ErrorDetails, type Warning } from "./lib/errors.js";
export { findRoot } from "./lib/root.js";
export { seeded, type Random } from "./lib/random.js";
export { assayVersion } from "./lib/version.js";
export { type OnProgress, type ProgressEvent } from "./lib/progress.js";
export { Database, withDatabase, type DatabaseOptions, type Row } from "./engine/database.js";

export { projects } from "./projects/index.js";
export { type Feature, type ModelSpecification, type Policy, type Project } from "./projects/types.js";
export { openTable } from "./tables/open-table.js";
export { profileTable } from "./tables/profile-table.js";
export { projectState, projectSources } from "./features/sources.js";
export { openProject } from "./features/open-project.js";
export { readFeatureTable } from "./features/read-features.js";
export { dataDocument } from "./features/data-document.js";
export { takeRows, takeTarget, type Dataset, type FeatureTable, type Target } from "./features/dataset.js";

export { getLearner } from "./models/index.js";
export { crossFit } from "./models/cross-fit.js";
export { fromJSON } from "./models/score.js";
export { type FitInput, type FitResult, type Learner, type Model, type ModelDocument } from "./models/types.js";

export { ensureRuns } from "./tracking/ensure-runs.js";
export { listRuns } from "./tracking/list-runs.js";
export { findRun } from "./tracking/find-run.js";
export { readPredictions } from "./tracking/read-predictions.js";
export { readFeatures, readHistory, readImportance, readModel } from "./tracking/artifacts.js";
export { readPredictionFile } from "./tracking/prediction-file.js";
export { readLedger } from "./tracking/ledger.js";
export { type Predictions, type Run, type TrackedRun } from "./tracking/types.js";

export { gain } from "./metrics/gain.js";
export { getMetric, metrics, metricsFor } from "./metrics/index.js";
export { undefinedBecause } from "./metrics/undefined-because.js";
export { type Costs, type Metric, type MetricInput, type MetricName } from "./metrics/metric.js";
export { align } from "./evaluation/align.js";
export { chooseThreshold, judgeThreshold, thresholdCurve } from "./evaluation/threshold.js";
export { metricInterval, proportionOf } from "./evaluation/metric-interval.js";
export { compare } from "./evaluation/comparison.js";
export { readEvidence } from "./evaluation/read.js";
export { replicate } from "./evaluation/replicated.js";
export { leaderboard } from "./evaluation/leaderboard.js";

export { measureDrift } from "./monitoring/measure.js";
export { measureProject } from "./monitoring/measure-project.js";

export { decide } from "./decisions/verdict.js";
export { pairDocument } from "./decisions/champion-document.js";
export { compareDocument } from "./decisions/compare-document.js";
export { projectDocuments } from "./decisions/project-documents.js";
export { headline } from "./decisions/headline.js";
export { driftDocument } from "./decisions/drift.js";
export { type CompareDocument, type PairDocument } from "./decisions/documents.js";
export { type DriftDocument } from "./decisions/drift-types.js";
export { type Verdict } from "./decisions/types.js";

export { readCard } from "./cards/read-card.js";
export { cardMarkdown } from "./cards/markdown.js";
export { type CardDocument } from "./cards/types.js";

export { bcaInterval } from "./stats/bca.js";
export { bestOfMany } from "./stats/best-of-many.js";
export { bootstrapEstimate } from "./stats/bootstrap-estimate.js";
export { bootstrapMetric, bootstrapMetrics } from "./stats/bootstrap.js";
export { jackknifeMetrics } from "./stats/jackknife.js";
export { percentileInterval, standardDeviation } from "./stats/intervals.js";
export { dirichletDraws, unitDraws, type UnitDraws } from "./stats/resampling.js";
export { wilsonInterval } from "./stats/wilson.js";
export { clopperPearsonInterval } from "./stats/clopper-pearson.js";
export { mcNemar } from "./stats/mcnemar.js";
export { mcNemarOddsRatio } from "./stats/mcnemar-odds-ratio.js";
export { deLong, deLongInterval, deLongTest } from "./stats/de-long.js";
export { unitTotals, type UnitTotals } from "./stats/unit-totals.js";
export { clusterRobustInterval, clusterRobustT } from "./stats/cluster-robust.js";
export { correctedResampledT } from "./stats/corrected-resampled-t.js";
export { dieboldMariano } from "./stats/diebold-mariano.js";
export { equivalenceTest, nonInferiorityTest } from "./stats/equivalence.js";
export { pairedT } from "./stats/paired-t.js";
export { permutationTest } from "./stats/permutation.js";
export { wilcoxon } from "./stats/wilcoxon.js";
export { mannWhitney, mannWhitneyOfCounts } from "./stats/mann-whitney.js";
export { kolmogorovSmirnov, kolmogorovSmirnovPValue } from "./stats/kolmogorov-smirnov.js";
export { chiSquareHomogeneity } from "./stats/chi-square.js";
export { hosmerLemeshow } from "./stats/hosmer-lemeshow.js";
export { spiegelhalterZ } from "./stats/spiegelhalter.js";
export { jensenShannonDistance } from "./stats/jensen-shannon.js";
export { psi } from "./stats/psi.js";
export { totalVariation } from "./stats/total-variation.js";
export { wasserstein } from "./stats/wasserstein.js";
export { benjaminiHochberg, holm } from "./stats/multiplicity.js";
export { modelConfidenceSet } from "./stats/model-confidence-set.js";
export { onlineFalseDiscovery } from "./stats/online-false-discovery.js";
export { posteriorOfGain } from "./stats/posterior.js";
export { confidenceSequence } from "./stats/confidence-sequence.js";
export {
  powerOfDifference,
  smallestDetectableDifference,
  unitsForDifference,
  unitsForEquivalence,
} from "./stats/power.js";
export { standardErrorOfArea, standardErrorOfAreaDifference } from "./stats/power-area.js";
export { powerOfMean, unitsForMean } from "./stats/power-mean.js";
export {
  powerOfPairedProportions,
  powerOfProportions,
  unitsForPairedProportions,
  unitsForProportions,
} from "./stats/power-proportions.js";
export { type Estimate, type TestResult } from "./stats/estimate.js";
