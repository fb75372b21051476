import { identifier } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { quote, raw, write, writeOpen, type Written } from "./init-format.js";
import type { ProjectPlan } from "./init-infer.js";

const camel = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function cleanSql(plan: ProjectPlan): string {
  const target = identifier(plan.target);
  const finite = plan.numericTarget ? `\n    WHEN NOT isfinite(${target}::DOUBLE) THEN 'the target is not finite'` : "";
  const hidden = plan.hidden.length > 0 ? ` EXCLUDE (${plan.hidden.map(identifier).join(", ")})` : "";
  const id = plan.idColumn === null ? "\n  (row_number() OVER ())::INTEGER AS row_id," : "";
  return `-- Every row, with the reason why it cannot be learned from; NULL keeps it.
SELECT
  *${hidden},${id}
  CASE
    WHEN ${target} IS NULL THEN 'no target'${finite}
  END AS removal_reason
FROM rows
`;
}

function featuresSql(plan: ProjectPlan): string {
  const id = plan.idColumn === null ? "  row_id" : `  ${identifier(plan.idColumn)}::VARCHAR AS row_id`;
  const cast = plan.task === "classification" ? "VARCHAR" : "DOUBLE";
  const lines = [
    id,
    `  ${identifier(plan.target)}::${cast} AS ${identifier(plan.label)}`,
    ...(plan.timeColumn === null ? [] : [`  ${identifier(plan.timeColumn)}::TIMESTAMP AS row_time`]),
    ...plan.features.map(({ sql, output }) => `  ${sql} AS ${identifier(output)}`),
  ];
  return `-- One row per case. Use only what is known at the moment of prediction.\nSELECT\n${lines.join(",\n")}\nFROM clean\nORDER BY row_id\n`;
}

/** A share of the target's spread as a margin, to two digits. */
const margin = (spread: number | null, share: number): number =>
  Number(((spread ?? 1) * share).toPrecision(2)) || share;

function policyTs(plan: ProjectPlan): string {
  const rare = plan.share !== null && Math.min(plan.share, 1 - plan.share) < 0.2;
  const values = plan.task === "regression";
  const primaryMetric = values ? "mae" : rare ? "rocAuc" : "accuracy";
  const policy = writeOpen({
    name: `${plan.id}-${primaryMetric}`,
    source: "project",
    primaryMetric,
    smallestWorthwhileGain: values ? margin(plan.spread, 0.01) : 0.01,
    level: 0.95,
    guardrails: [values ? { metric: "rmse", margin: margin(plan.spread, 0.03) } : { metric: "logLoss", margin: 0.01 }],
    metrics: values
      ? ["medianAbsoluteError", "r2", "bias"]
      : [rare ? "accuracy" : "rocAuc", "balancedAccuracy", "precision", "recall", "f1", "brier"],
    evidence: "test",
  });
  return `import type { Policy } from "../types.js";

/** Set by \`assay init\`: change the smallest worthwhile gain to what a change is worth to you. */
export const policy: Policy = ${policy};
`;
}

const model = (name: string, title: string, learner: string): Written => ({
  name,
  title,
  learner,
  parameters: {},
  seed: 1,
});

function splitOf({ cuts }: ProjectPlan): Written {
  if (!cuts) return { by: "hash", train: 0.6, validation: 0.2, test: 0.2 };
  const { from, validation, test, to } = cuts;
  return { by: "time", train: [from, validation], validation: [validation, test], test: [test, to] };
}

/** Calendar months of the test rows where there are any, else six parts of equal count. */
function windowsOf({ cuts }: ProjectPlan): Written {
  const [from, to] = cuts ? [cuts.test.slice(0, 10), cuts.to.slice(0, 10)] : ["", ""];
  return from < to ? { by: "month", from, to } : { by: "replay", count: 6 };
}

function projectTs(plan: ProjectPlan, file: string): string {
  const classes = plan.task === "classification";
  const project = writeOpen({
    id: plan.id,
    title: plan.title,
    question: classes ? `Is ${plan.target} ${plan.positive}?` : `What is ${plan.target}?`,
    task: plan.task,
    rows: "rows",
    moment: "Not said yet: write here when the prediction is made, and check that every feature is known then.",
    intendedUse: raw("null"),
    tables: { rows: { path: file } },
    columns: { id: "row_id", label: plan.label, ...(plan.cuts ? { time: "row_time" } : {}) },
    target: classes
      ? { meaning: `${plan.target} is ${plan.positive}`, unit: "", positive: plan.positive!, negative: plan.negative! }
      : { meaning: plan.target, unit: "" },
    split: splitOf(plan),
    features: plan.features.map(({ output, meaning, type, source, group }) => ({
      name: output,
      meaning,
      type,
      source,
      group,
    })),
    segments: plan.segments,
    protectedAttributes: [],
    models: [
      classes ? model("class-prior", "Class prior", "class-prior") : model("median", "Median", "group-median"),
      classes ? model("logistic-ridge", "Logistic ridge", "logistic-ridge") : model("ridge", "Ridge", "ridge"),
      model("boosted-trees", "Boosted trees", "gradient-boosted-trees"),
      model("multilayer-perceptron", "Multilayer perceptron", "multilayer-perceptron"),
    ],
    incumbent: classes ? "logistic-ridge" : "ridge",
    policy: raw("policy"),
    monitoring: { windows: windowsOf(plan) },
  });
  return `import type { Project } from "../types.js";
import { policy } from "./policy.js";

export const project: Project = ${project};
`;
}

/** The files of `src/projects/<id>`, by name. @param file the table's name under `data/<id>`. */
export const projectFiles = (plan: ProjectPlan, file: string): Record<string, string> => ({
  "clean.sql": cleanSql(plan),
  "features.sql": featuresSql(plan),
  "policy.ts": policyTs(plan),
  "project.ts": projectTs(plan, file),
});

/** A name for the project in the registry that is free and no word of the language. */
function nameIn(index: string, id: string): string {
  const taken = new Set(Array.from(index.matchAll(/\bas (\w+) \}/g), ([, name]) => name!));
  const words =
    /^(await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|projects?|protected|public|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while|with|yield|eval|arguments)$/;
  let name = camel(id);
  while (words.test(name) || taken.has(name)) name += "Project";
  return name;
}

/** Whether the registry knows a project. */
export const isInIndex = (index: string, id: string): boolean => index.includes(`"./${id}/project.js"`);

/** The registry with a project added: its import first, its name last in the list. */
export function addToIndex(index: string, id: string): string {
  const list = /^(.*readonly Project\[\] = )\[([^\]]*)\];/m.exec(index);
  if (!list)
    throw new AssayError("src/projects/index.ts: the list of projects is not where it was", {
      code: "unreadable-file",
      file: "src/projects/index.ts",
      hint: "it must hold: export const projects: readonly Project[] = [...];",
    });
  const [line, before, between] = list;
  const name = nameIn(index, id);
  const names = between!
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const written = write([...names, name].map(raw), before!.length);
  return `import { project as ${name} } from ${quote(`./${id}/project.js`)};\n${index.replace(line, () => `${before}${written};`)}`;
}
