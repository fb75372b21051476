import type { Warning } from "../lib/errors.js";
import type { ProjectDrift } from "../monitoring/measure-project.js";
import { defaultDriftPolicy, driftDocument } from "./drift.js";
import type { DriftPageDocument, DriftPolicy } from "./drift-types.js";

/**
 * Judges every window of a project's drift by a policy; the document behind the page `drift`.
 *
 * @example driftPage(await measureProject(database, project, options), { assayVersion: "0.1.0" }).windows[0]
 */
export function driftPage(
  { replay, unit, windows, performance }: ProjectDrift,
  {
    policy = defaultDriftPolicy,
    assayVersion,
    warnings = [],
  }: { policy?: DriftPolicy; assayVersion: string; warnings?: Warning[] },
): DriftPageDocument {
  return {
    replay,
    unit: { singular: unit.singular, plural: unit.plural },
    windows: windows.map(({ name, from, to, measurement }) => ({
      name,
      from,
      to,
      document: driftDocument(measurement, { policy, assayVersion, warnings }),
    })),
    performance,
  };
}
