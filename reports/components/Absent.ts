import type { Absent as Absence } from "../src/cards/evidence-types.js";
import { element, type Child } from "./element.js";
import { Headline } from "./Panel.js";

/** Why there is nothing to show, and what ends it. */
export const WayOut = ({ sentence, command, variable }: Absence): Child => [
  sentence,
  variable
    ? [" Set ", element("code", null, variable), " to a file, folder or glob that you have, and build again: "]
    : command
      ? " Bring them: "
      : null,
  command ? element("code", null, command) : null,
];

/** The page of a project whose data is not here yet: a sentence, and the command that ends it. */
export const Absent = (absence: Absence): HTMLElement =>
  Headline(`${absence.title}: data not here yet`, { evidence: WayOut(absence) });
