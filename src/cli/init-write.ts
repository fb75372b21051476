import { identifier } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import type { ProjectPlan } from "./init-infer.js";

const text = (value: string): string => JSON.stringify(value);

/** The target's name in the result of `features.sql`: its own, unless Assay uses that name. */
const labelName = ({ target }: ProjectPlan): string =>
  /^(split|row_id|removal_reason)$/i.test(target) ? "target" : target;

function cleanSql(plan: ProjectPlan): string {
  const target = identifier(plan.target);
  const finite =
    plan.task === "regression" ? `\n    WHEN NOT isfinite(${target}::DOUBLE) THEN 'the target is not finite'` : "";
  const id = plan.idColumn === null ? "\n  (row_number() OVER ())::INTEGER AS row_id," : "";
  return `-- Every row, with the reason why it cannot be learned from; NULL keeps it.
SELECT
  *,${id}
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
    `  ${identifier(plan.target)}::${cast} AS ${identifier(labelName(plan))}`,
    ...(plan.timeColumn === null ? [] : [`  ${identifier(plan.timeColumn)}::TIMESTAMP AS row_time`]),
    ...plan.features.map(({ sql, output }) => `  ${sql} AS ${identifier(output)}`),
  ];
  return `-- One row per case. Use only what is known at the moment of prediction.\nSELECT\n${lines.join(",\n")}\nFROM clean\nORDER BY row_id\n`;
}

function policyTs(plan: ProjectPlan): string {
  const rare = plan.share !== null && Math.min(plan.share, 1 - plan.share) < 0.2;
  const [primary, gain, guardrails, metrics] =
    plan.task === "regression"
      ? [
          "mae",
          Number(((plan.spread ?? 1) * 0.01).toPrecision(2)) || 0.01,
          `[{ metric: "rmse", margin: ${Number(((plan.spread ?? 1) * 0.03).toPrecision(2)) || 0.03} }]`,
          ["medianAbsoluteError", "r2", "bias"],
        ]
      : [
          rare ? "rocAuc" : "accuracy",
          0.01,
          `[{ metric: "logLoss", margin: 0.01 }]`,
          [rare ? "accuracy" : "rocAuc", "balancedAccuracy", "precision", "recall", "f1", "brier"],
        ];
  return `import type { Policy } from "../types.js";

/** Set by \`assay init\`: change the smallest worthwhile gain to what a change is worth to you. */
export const policy: Policy = {
  name: ${text(`${plan.id}-${primary}`)},
  source: "project",
  primaryMetric: ${text(primary)},
  smallestWorthwhileGain: ${gain},
  level: 0.95,
  guardrails: ${guardrails},
  metrics: [${metrics.map(text).join(", ")}],
  evidence: "test",
};
`;
}

function projectTs(plan: ProjectPlan, file: string): string {
  const classes = plan.task === "classification";
  const { cuts } = plan;
  const split = cuts
    ? `{
    by: "time",
    train: [${text(cuts.from)}, ${text(cuts.validation)}],
    validation: [${text(cuts.validation)}, ${text(cuts.test)}],
    test: [${text(cuts.test)}, ${text(cuts.to)}],
  }`
    : `{ by: "hash", train: 0.6, validation: 0.2, test: 0.2 }`;
  const month = (value: string): string => value.slice(0, 10);
  const windows =
    cuts && month(cuts.test) < month(cuts.to)
      ? `{ by: "month", from: ${text(month(cuts.test))}, to: ${text(month(cuts.to))} }`
      : `{ by: "replay", count: 6 }`;
  const features = plan.features.map(
    ({ output, meaning, type, source, group }) =>
      `    { name: ${text(output)}, meaning: ${text(meaning)}, type: ${text(type)}, source: ${text(source)}, group: ${text(group)} },`,
  );
  const target = classes
    ? `{ meaning: ${text(`${plan.target} is ${plan.positive}`)}, unit: "", positive: ${text(plan.positive!)}, negative: ${text(plan.negative!)} }`
    : `{ meaning: ${text(plan.target)}, unit: "" }`;
  const model = (name: string, title: string, learner: string): string =>
    `    { name: ${text(name)}, title: ${text(title)}, learner: ${text(learner)}, parameters: {}, seed: 1 },`;
  return `import type { Project } from "../types.js";
import { policy } from "./policy.js";

export const project: Project = {
  id: ${text(plan.id)},
  title: ${text(plan.title)},
  question: ${text(classes ? `Is ${plan.target} ${plan.positive}?` : `What is ${plan.target}?`)},
  task: ${text(plan.task)},
  rows: "rows",
  moment: "Not said yet: write here when the prediction is made, and check that every feature is known then.",
  intendedUse: null,
  tables: { rows: { path: ${text(file)} } },
  columns: { id: "row_id", label: ${text(labelName(plan))}${cuts ? `, time: "row_time"` : ""} },
  target: ${target},
  split: ${split},
  features: [
${features.join("\n")}
  ],
  segments: [${plan.segments.map(text).join(", ")}],
  protectedAttributes: [],
  models: [
${[
  classes ? model("class-prior", "Class prior", "class-prior") : model("median", "Median", "group-median"),
  classes ? model("logistic-ridge", "Logistic ridge", "logistic-ridge") : model("ridge", "Ridge", "ridge"),
  model("boosted-trees", "Boosted trees", "gradient-boosted-trees"),
  model("multilayer-perceptron", "Multilayer perceptron", "multilayer-perceptron"),
].join("\n")}
  ],
  incumbent: ${text(classes ? "logistic-ridge" : "ridge")},
  policy,
  monitoring: { windows: ${windows} },
};
`;
}

/** The files of `src/projects/<id>`, by name. @param file the table's name under `data/<id>`. */
export const projectFiles = (plan: ProjectPlan, file: string): Record<string, string> => ({
  "clean.sql": cleanSql(plan),
  "features.sql": featuresSql(plan),
  "policy.ts": policyTs(plan),
  "project.ts": projectTs(plan, file),
});

/** The registry with a project added: its import first, its name last in the list. */
export function addToIndex(index: string, id: string): string {
  const name = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const list = /readonly Project\[\] = \[([^\]]*)\];/.exec(index);
  if (!list)
    throw new AssayError("src/projects/index.ts: the list of projects is not where it was", {
      code: "unreadable-file",
      file: "src/projects/index.ts",
      hint: "it must hold: export const projects: readonly Project[] = [...];",
    });
  const names = [
    ...list[1]!
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
    name,
  ];
  return `import { project as ${name} } from "./${id}/project.js";\n${index.replace(list[0], () => `readonly Project[] = [${names.join(", ")}];`)}`;
}
