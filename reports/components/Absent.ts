import type { Absent as Absence } from "../src/cards/evidence-types.js";
import { element } from "./element.js";
import { Headline } from "./Panel.js";

/** The page of a project whose data is not here yet: a sentence, and the command that ends it. */
export const Absent = ({ title, sentence, command, variable }: Absence): HTMLElement =>
  Headline(`${title}: data not here yet`, {
    evidence: [
      sentence,
      command ? [" Bring them: ", element("code", null, command)] : null,
      variable ? [" or point ", element("code", null, variable), " at files that you have, then build again."] : null,
    ],
  });
