import { projectSources } from "../features/sources.js";
import { readProjectSql } from "../features/sql-files.js";
import { AssayError } from "../lib/errors.js";
import { getLearner } from "../models/index.js";
import type { Learner, Parameters } from "../models/types.js";
import type { ModelSpecification, Project } from "../projects/types.js";
import { identify, readBasis, type Identity } from "./identity.js";
import type { Workspace } from "./location.js";
import type { Window } from "./window.js";

/** A specification with all that its run rests on. */
export interface PlannedRun {
  specification: ModelSpecification;
  learner: Learner;
  /** Defaults included. */
  parameters: Parameters;
  seed: number;
  backend: string;
  identity: Identity;
  window?: Window;
  /** Follows from the identity, so that the same run is never kept twice. */
  runId: string;
}

export interface PlanOptions extends Workspace {
  backend?: string;
  only?: readonly string[];
  seed?: number;
  /** Trains on these times instead of the project's training rows: {@link readWindow}. */
  window?: Window;
}

function chosen(project: Project, only: readonly string[] | undefined): ModelSpecification[] {
  if (!only || only.length === 0) return project.models;
  for (const name of only)
    if (!project.models.some((model) => model.name === name || model.learner === name))
      throw new AssayError(
        `${project.id}: no model "${name}"; its models are ${project.models.map((model) => model.name).join(", ")}`,
        { code: "no-model", hint: `name one of them, or add it to src/projects/${project.id}/project.ts` },
      );
  return project.models.filter(({ name, learner }) => only.includes(name) || only.includes(learner));
}

/** The runs that a project's specifications ask for, with their identities; nothing is trained. */
export async function planRuns(
  project: Project,
  { root, env, backend = "auto", only, seed, window }: PlanOptions,
): Promise<PlannedRun[]> {
  const specifications = chosen(project, only);
  const sources = await projectSources(project, { root, env });
  const sql = await readProjectSql(project, root);
  const basis = await readBasis(project, root, sources, sql);
  return await Promise.all(
    specifications.map(async (specification) => {
      const learner = getLearner(specification.learner);
      const parameters = { ...learner.defaults, ...specification.parameters };
      const planned = {
        specification,
        learner,
        parameters,
        seed: seed ?? specification.seed,
        backend,
        ...(window ? { window } : {}),
      };
      const identity = await identify(basis, { ...planned, root });
      return { ...planned, identity, runId: identity.identity.slice(0, 32) };
    }),
  );
}
