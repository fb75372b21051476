import type { Absent as AbsentReason, ProjectFacts } from "../src/cards/evidence-types.js";
import { element } from "./element.js";
import { Headline } from "./Panel.js";

/** The page of a project whose data is not here yet: a sentence, and the command that ends it. */
export const Absent = (
  project: Pick<ProjectFacts, "title">,
  { sentence, command, variable }: AbsentReason,
): HTMLElement =>
  Headline(`${project.title}: data not here yet`, {
    evidence: [
      `${sentence} Bring them: `,
      element("code", null, command),
      variable ? [" or point ", element("code", null, variable), " at files that you have, then build again."] : "",
    ],
  });
