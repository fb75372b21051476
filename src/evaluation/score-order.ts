/** Rows per distinct score, highest first: what ROC and precision–recall curves walk along. */
export interface ScoreStep {
  threshold: number;
  /** Positives and negatives with a score at or above the threshold. */
  truePositives: number;
  falsePositives: number;
}

/** Cumulative counts at each distinct score, highest score first. */
export function scoreSteps(label: Float64Array, score: Float64Array): ScoreStep[] {
  const order = Int32Array.from({ length: score.length }, (_, i) => i).sort((a, b) => score[b]! - score[a]!);
  const steps: ScoreStep[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  for (let i = 0; i < order.length; i++) {
    if (label[order[i]!] === 1) truePositives++;
    else falsePositives++;
    const threshold = score[order[i]!]!;
    if (i + 1 === order.length || score[order[i + 1]!] !== threshold)
      steps.push({ threshold, truePositives, falsePositives });
  }
  return steps;
}
