import { projectCards } from "../../src/cards/project-cards.js";
import { withDatabase } from "../../src/engine/database.js";
import { readEvidence } from "../../src/evaluation/read.js";
import { leaderboard } from "../../src/evaluation/leaderboard.js";
import { replicate } from "../../src/evaluation/replicated.js";
import { openProject } from "../../src/features/open-project.js";
import { readFeatureTable } from "../../src/features/read-features.js";
import { findRoot } from "../../src/lib/root.js";
import { projects } from "../../src/projects/index.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { median, type Benchmark, type Measured } from "./measure.js";

export const benchmark: Benchmark = {
  name: "card",
  async run() {
    const workspace = { root: findRoot(), env: process.env };
    const measured: Measured[] = [];
    for (const project of projects.filter(({ external }) => !external)) {
      const runs = await ensureRuns(project, { ...workspace, now: () => new Date() });
      const table = await withDatabase(async (database) => {
        await openProject(database, project, workspace);
        return readFeatureTable(database, project);
      });
      const evidence = replicate(await readEvidence(project, runs, table), { seed: 1 });
      const input = { evidence, leaderboard: leaderboard(evidence), table, warnings: [] };
      const seconds = await median(3, () => projectCards(project, input));
      measured.push({
        what: "one model card beyond its evidence",
        measured: (seconds * 1000) / runs.length,
        budget: 20,
        unit: "ms",
        note: project.id,
      });
    }
    return measured;
  },
};
