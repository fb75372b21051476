import { project as nycFlights } from "./nyc-flights/project.js";
import { project as nycTaxi } from "./nyc-taxi/project.js";
import { project as telcoChurn } from "./telco-churn/project.js";
import type { Project } from "./types.js";

/** Every project of this workspace, in the order of the home page. `assay init` adds to it. */
export const projects: readonly Project[] = [telcoChurn, nycFlights, nycTaxi];
