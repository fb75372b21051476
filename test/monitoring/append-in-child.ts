// Appends forty blocks of lines to a log, as one of several writers: `append-in-child.ts LOG LOCK NAME`.
import { appendToPredictionLog } from "../../src/monitoring/prediction-log.js";

const [path, lock, name] = process.argv.slice(2);
for (let block = 0; block < 40; block++)
  await appendToPredictionLog(
    path!,
    Array.from({ length: 25 }, (_, i) => ({
      time: "2026-01-01T00:00:00.000Z",
      run: name!,
      id: `${name}-${block}-${i}`,
      prediction: i / 25,
      features: { text: "x".repeat(200) },
    })),
    lock!,
  );
