/** Rows per distinct score, highest first: what every curve of a ranking walks along. */
export interface ScoreStep {
  threshold: number;
  /** Weight of the positives and of the negatives with a score at or above the threshold. */
  truePositives: number;
  falsePositives: number;
}

/** Cumulative weights at each distinct score, highest score first; rows of weight 0 are left out. */
export function scoreSteps(
  label: ArrayLike<number>,
  score: ArrayLike<number>,
  weight?: ArrayLike<number>,
): ScoreStep[] {
  const order = Int32Array.from({ length: score.length }, (_, i) => i)
    .filter((row) => !weight || weight[row]! > 0)
    .sort((a, b) => score[b]! - score[a]!);
  const steps: ScoreStep[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  for (let i = 0; i < order.length; i++) {
    const counts = weight ? weight[order[i]!]! : 1;
    if (label[order[i]!] === 1) truePositives += counts;
    else falsePositives += counts;
    const threshold = score[order[i]!]!;
    if (i + 1 === order.length || score[order[i + 1]!] !== threshold)
      steps.push({ threshold, truePositives, falsePositives });
  }
  return steps;
}
