import type { Project } from "../src/projects/types.js";

/** The few words of a project that pages need. */
export interface ProjectWords {
  id: string;
  title: string;
  /** Plural: `flights`. */
  rows: string;
  /** Plural: `minutes`; empty for classes. */
  targetUnit: string;
  task: "classification" | "regression";
  /** What the label is, in words. */
  target: string;
  positive: string;
}

export function projectWords(projects: readonly Project[], id: string): ProjectWords {
  const project = projects.find((each) => each.id === id);
  return {
    id,
    title: project?.title ?? id,
    rows: project?.rows ?? "rows",
    targetUnit: project?.target.unit ?? "",
    task: project?.task ?? "regression",
    target: project?.target.meaning ?? "label",
    positive: project?.target.positive ?? "positive",
  };
}
