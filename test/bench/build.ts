import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { assay, timeProcess, withTemporaryFolder, type Benchmark } from "./measure.js";

const folderSize = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);

export const benchmark: Benchmark = {
  name: "build",
  run: () =>
    withTemporaryFolder(async (folder) => {
      const environment = { MLFLOW_TRACKING_URI: join(folder, "mlruns"), ASSAY_NYC_TAXI: "" };
      const first = await timeProcess(assay("build", "telco-churn", "nyc-flights"), environment);
      const again = await timeProcess(assay("build", "telco-churn", "nyc-flights"), environment);
      return [
        {
          what: "build from an empty store, two projects, default learners",
          measured: first.seconds,
          budget: 180,
          unit: "s",
        },
        { what: "rebuild, nothing changed", measured: again.seconds, budget: 15, unit: "s" },
        { what: "size of dist/", measured: folderSize("dist") / 1e6, budget: 60, unit: "MB" },
      ];
    }),
};
