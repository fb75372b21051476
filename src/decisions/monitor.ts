import { formatCount, formatInterval, formatValue, type Quantity } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import type { ProjectLog } from "../monitoring/log-types.js";
import type { Project } from "../projects/types.js";
import type { Estimate } from "../stats/estimate.js";
import { normalQuantile } from "../stats/normal.js";
import { tQuantile } from "../stats/student-t.js";
import { yearlyAlpha } from "./drift-sequence.js";
import type { DriftDocument, DriftState } from "./drift-types.js";
import type { Alert, JudgedWindow, Judgement, MonitorDocument, MonitorPolicy } from "./monitor-types.js";
import { windowsPerYear } from "./windows-per-year.js";

/**
 * What a project allows: its own `monitoring.largestWorsening`, else a tenth of the reference value for errors and 0.05
 * for rates and scores.
 */
export function monitorPolicy(project: Project, { metric, reference }: ProjectLog): MonitorPolicy {
  const own = project.monitoring.largestWorsening;
  const value = Math.abs(reference.window.realised.estimate);
  const { unit, direction } = getMetric(metric.name);
  const isRate = unit === "rate" || direction === "maximize";
  return {
    source: own === undefined ? "default" : "project",
    largestWorsening: own ?? (isRate || !(value > 0) ? 0.05 : 0.1 * value),
    level: project.policy.level,
    minimumRows: 30,
    minimumUnits: 2,
    importanceThatMatters: 0.05,
  };
}

interface Limit {
  value: number;
  /** True where `a` is worse than `b`. */
  worse(a: number, b: number): boolean;
  quantity: Quantity;
  title: string;
}

function judge(
  value: Estimate | null,
  limit: Limit,
  policy: MonitorPolicy,
  what: { rows: number; units: number; of: string; unit: string },
): Judgement {
  const { worse, quantity, title } = limit;
  if (!value || !Number.isFinite(value.estimate))
    return {
      state: "too-few-rows",
      reason: what.rows === 0 ? `no ${what.of} here` : `these rows do not define the metric`,
    };
  if (what.rows < policy.minimumRows)
    return { state: "too-few-rows", reason: `${formatCount(what.rows)} ${what.of}; ${policy.minimumRows} are needed` };
  if (what.units < policy.minimumUnits || !(value.lower <= value.upper))
    return {
      state: "too-few-rows",
      reason: `${formatCount(what.units)} independent ${what.unit}; no interval can be given`,
    };
  const better = worse(value.upper, value.lower) ? value.lower : value.upper;
  const shown = `${title} ${formatValue(value.estimate, quantity)} ${formatInterval(value.lower, value.upper, quantity)}`;
  const allowed = formatValue(limit.value, quantity);
  if (worse(better, limit.value))
    return { state: "alarm", reason: `${shown}: the whole interval is worse than ${allowed}` };
  if (worse(value.estimate, limit.value))
    return { state: "warn", reason: `${shown}: worse than ${allowed}, but the interval is not` };
  return { state: "ok", reason: `${shown}; ${limit.worse(1, 0) ? "up" : "down"} to ${allowed} is allowed` };
}

/** An interval at a higher level: its standard error is known from its width. */
function widened(value: Estimate, level: number): Estimate {
  const quantile = (p: number): number =>
    value.method === "jackknife-t" ? tQuantile(p, Math.max(1, value.units - 1)) : normalQuantile(p);
  const ratio = quantile((1 + level) / 2) / quantile((1 + value.level) / 2);
  return {
    ...value,
    level,
    lower: value.estimate - ratio * (value.estimate - value.lower),
    upper: value.estimate + ratio * (value.upper - value.estimate),
  };
}

interface Course {
  what: Alert["what"];
  column: string | null;
  states: { name: string; judgement: Judgement }[];
}

/** Unbroken runs of windows that warn or alarm; windows with too few rows neither begin nor end one. */
function alertsOf({ what, column, states }: Course): Alert[] {
  const runs: { state: DriftState; reason: string; since: string; last: string }[] = [];
  for (const { name, judgement } of states) {
    const { state, reason } = judgement;
    if (state === "too-few-rows") continue;
    const run = runs[runs.length - 1];
    if (run?.state === state) Object.assign(run, { reason, last: name });
    else runs.push({ state, reason, since: name, last: name });
  }
  return runs.flatMap(({ state, reason, since, last }, i): Alert[] =>
    state === "warn" || state === "alarm"
      ? [{ what, column, state, reason, since, until: i === runs.length - 1 ? null : last }]
      : [],
  );
}

const order: Record<DriftState, number> = { alarm: 3, warn: 2, ok: 1, "too-few-rows": 0 };
const worst = (states: readonly DriftState[]): DriftState =>
  states.reduce<DriftState>((most, state) => (order[state] > order[most] ? state : most), "too-few-rows");

/** What drift says beside performance: its windows, in time's order, and how much each feature matters. */
export interface DriftBeside {
  windows: { name: string; document: DriftDocument }[];
  importance: { feature: string; value: number }[];
}

function driftCourses({ windows }: DriftBeside): Course[] {
  const columns = new Set(windows.flatMap(({ document }) => document.columns.map(({ name }) => name)));
  return [...columns].map((column) => ({
    what: "drift",
    column,
    states: windows.flatMap(({ name, document }) => {
      const found = document.columns.find((one) => one.name === column);
      return found && found.role !== "context"
        ? [{ name, judgement: { state: found.state, reason: found.reason } }]
        : [];
    }),
  }));
}

function retraining(
  alerts: readonly Alert[],
  { importance }: DriftBeside,
  policy: MonitorPolicy,
): MonitorDocument["retraining"] {
  const open = alerts.filter(({ until, state }) => until === null && state === "alarm");
  const performance = open.find(({ what }) => what !== "drift");
  if (performance)
    return {
      advised: true,
      reason: `${performance.what === "performance" ? "The labels show it" : "Without labels it is expected"}: ${performance.reason}.`,
    };
  const shareOf = (column: string | null): number => importance.find(({ feature }) => feature === column)?.value ?? 0;
  const matters = open
    .filter(({ column }) => shareOf(column) >= policy.importanceThatMatters)
    .sort((a, b) => shareOf(b.column) - shareOf(a.column))[0];
  if (matters)
    return {
      advised: true,
      reason: `${matters.column} drifts since ${matters.since}, and it carries ${Math.round(100 * shareOf(matters.column))} % of the model's importance.`,
    };
  const warned = alerts.some(({ until, what }) => until === null && what !== "drift");
  return {
    advised: false,
    reason: warned
      ? "Performance may be worse than allowed, but its interval does not settle it yet."
      : open.length > 0
        ? "What drifts carries little of the model's importance, and performance holds."
        : "Nothing is alarmed.",
  };
}

/**
 * Judges a project's log: each window's performance by its labels and without them, alerts with their history, and
 * whether retraining is advised (an alarm on performance, or on a column that carries 5 % of the importance).
 *
 * @param drift windows and importances of the same project.
 * @example monitorDocument(project, log, { windows, importance }, { assayVersion: "0.1.0" }).state
 */
export function monitorDocument(
  project: Project,
  log: ProjectLog,
  drift: DriftBeside,
  { assayVersion }: { assayVersion: string },
): MonitorDocument {
  const policy = monitorPolicy(project, log);
  const { direction, name, title } = log.metric;
  const worse = (a: number, b: number): boolean => (direction === "maximize" ? a < b : a > b);
  const reference = log.reference.window.realised.estimate;
  const quantity: Quantity = { unit: getMetric(name).unit, targetUnit: project.target.unit };
  const value = direction === "maximize" ? reference - policy.largestWorsening : reference + policy.largestWorsening;
  const limit: Limit = { value, worse, quantity, title };
  const perYear = windowsPerYear(log.windows);
  const windows = log.windows.map((window): JudgedWindow => {
    const of = { rows: window.labelled, units: window.realised.units, of: "labels", unit: log.unit };
    const safe = perYear === null ? window.realised : widened(window.realised, 1 - (2 * yearlyAlpha) / perYear);
    return {
      ...window,
      performance: judge(window.realised, limit, policy, of),
      sustained: judge(safe, limit, policy, of).state,
      expectedPerformance: judge(window.expected, limit, policy, {
        rows: window.rows,
        units: Math.max(window.units, policy.minimumUnits),
        of: "rows",
        unit: log.unit,
      }),
    };
  });
  const course = (what: Alert["what"], of: (window: JudgedWindow) => Judgement): Course => ({
    what,
    column: null,
    states: windows.map((window) => ({ name: window.name, judgement: of(window) })),
  });
  const courses = [
    course("performance", ({ performance }) => performance),
    course("expected performance", ({ expectedPerformance }) => expectedPerformance),
    ...driftCourses(drift),
  ];
  const alerts = courses
    .flatMap(alertsOf)
    .sort(
      (a, b) =>
        Number(b.until === null) - Number(a.until === null) ||
        order[b.state] - order[a.state] ||
        (a.what === "drift" ? 1 : 0) - (b.what === "drift" ? 1 : 0),
    );
  const newest = courses.flatMap(({ states }) => {
    const known = states.filter(({ judgement }) => judgement.state !== "too-few-rows");
    return known.length > 0 ? [known[known.length - 1]!.judgement.state] : [];
  });
  const { windows: _, ...about } = log;
  return {
    schemaVersion: 1,
    assayVersion,
    warnings: log.notes.map((message) => ({ code: "no-estimate", message })),
    project: project.id,
    policy,
    state: worst(newest),
    log: about,
    limit: value,
    windowsPerYear: perYear,
    windows,
    alerts,
    retraining: retraining(alerts, drift, policy),
  };
}
