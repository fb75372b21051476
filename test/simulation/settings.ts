import { coverage } from "./coverage.js";
import { decisions } from "./decisions.js";
import { power } from "./power.js";
import { promotions } from "./promotions.js";
import { rejections } from "./rejections.js";
import { simulate, type Setting, type SimulationRow } from "./setting.js";

/** Everything that is simulated, in the order of the table. */
export const settings: readonly Setting[] = [...promotions, ...decisions, ...rejections, ...coverage, ...power];

/** The seed of the first setting; the others count on from it. */
export const firstSeed = 20_240_501;

/** Lines of the given settings, each with its own seed, whatever else is simulated. */
export const simulateAll = (
  chosen: readonly Setting[],
  share: number,
  onSetting?: (done: number) => void,
): SimulationRow[] =>
  chosen.flatMap((setting, index) => {
    const rows = simulate(setting, firstSeed + settings.indexOf(setting), share);
    onSetting?.(index + 1);
    return rows;
  });
