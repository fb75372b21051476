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
export { type Metric, type MetricInput, type MetricName } from "./metrics/metric.js";
export { align } from "./evaluation/align.js";
export { compare } from "./evaluation/comparison.js";
export { readEvidence } from "./evaluation/read.js";
export { replicate } from "./evaluation/replicated.js";
export { leaderboard } from "./evaluation/leaderboard.js";

export { measureDrift } from "./monitoring/measure.js";
export { measureProject } from "./monitoring/measure-project.js";

export { decide } from "./decisions/verdict.js";
export { compareDocument, pairDocument } from "./decisions/compare-document.js";
export { projectDocuments } from "./decisions/project-documents.js";
export { headline } from "./decisions/headline.js";
export { driftDocument } from "./decisions/drift.js";
export { type CompareDocument, type PairDocument } from "./decisions/documents.js";
export { type DriftDocument } from "./decisions/drift-types.js";
export { type Verdict } from "./decisions/types.js";

export { readCard } from "./cards/read-card.js";
export { cardMarkdown } from "./cards/markdown.js";
export { type CardDocument } from "./cards/types.js";

export { bootstrapEstimate } from "./stats/bootstrap-estimate.js";
export { bootstrapMetric, bootstrapMetrics } from "./stats/bootstrap.js";
export { percentileInterval, standardDeviation } from "./stats/intervals.js";
export { unitDraws, type UnitDraws } from "./stats/resampling.js";
export { wilsonInterval } from "./stats/wilson.js";
export { clopperPearsonInterval } from "./stats/clopper-pearson.js";
export { mcNemar } from "./stats/mcnemar.js";
export { deLong, deLongInterval, deLongTest } from "./stats/de-long.js";
export { kolmogorovSmirnov, kolmogorovSmirnovPValue } from "./stats/kolmogorov-smirnov.js";
export { chiSquareHomogeneity } from "./stats/chi-square.js";
export { jensenShannonDistance } from "./stats/jensen-shannon.js";
export { psi } from "./stats/psi.js";
export { totalVariation } from "./stats/total-variation.js";
export { wasserstein } from "./stats/wasserstein.js";
export { benjaminiHochberg, holm } from "./stats/multiplicity.js";
export { confidenceSequence } from "./stats/confidence-sequence.js";
export { smallestDetectableDifference, unitsForDifference, unitsForEquivalence } from "./stats/power.js";
export { type Estimate, type TestResult } from "./stats/estimate.js";
