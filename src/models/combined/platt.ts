import { logistic } from "../model.js";

/** P(label 1) = logistic(slope · score + intercept). */
export interface Platt {
  slope: number;
  intercept: number;
}

const mostSteps = 100;

/**
 * Platt's scaling: the logistic curve of a score that fits labels 0 and 1 best, the labels drawn in to (N₊ + 1)/(N₊ + 2)
 * and 1/(N₋ + 2), by Newton's method. LIBSVM's and scikit-learn's A and B are −slope and −intercept.
 *
 * @param scores unbounded, such as log odds.
 * @param weights one a row; 1 by default.
 * @see Platt (1999); Lin, Lin & Weng (2007), Machine Learning 68
 * @example fitPlatt([-1, 0.5, 2], [0, 1, 1])
 */
export function fitPlatt(scores: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): Platt {
  let ones = 0;
  let zeros = 0;
  const weightOf = (i: number): number => (weights ? weights[i]! : 1);
  for (let i = 0; i < labels.length; i++)
    if (labels[i] === 1) ones += weightOf(i);
    else zeros += weightOf(i);
  const high = (ones + 1) / (ones + 2);
  const low = 1 / (zeros + 2);
  const target = (i: number): number => (labels[i] === 1 ? high : low);
  const loss = ({ slope, intercept }: Platt): number => {
    let sum = 0;
    for (let i = 0; i < labels.length; i++) {
      const score = slope * scores[i]! + intercept;
      sum += weightOf(i) * (Math.max(score, 0) - target(i) * score + Math.log1p(Math.exp(-Math.abs(score))));
    }
    return sum;
  };
  let point: Platt = { slope: 0, intercept: Math.log((ones + 1) / (zeros + 1)) };
  let value = loss(point);
  for (let done = 0; done < mostSteps; done++) {
    let [gradient, gradientSlope, flat, cross, steep] = [0, 0, 1e-12, 0, 1e-12];
    for (let i = 0; i < labels.length; i++) {
      const chance = logistic(point.slope * scores[i]! + point.intercept);
      const excess = weightOf(i) * (chance - target(i));
      const curvature = weightOf(i) * chance * (1 - chance);
      gradient += excess;
      gradientSlope += excess * scores[i]!;
      flat += curvature;
      cross += curvature * scores[i]!;
      steep += curvature * scores[i]! ** 2;
    }
    const determinant = flat * steep - cross * cross;
    const slopeStep = -(flat * gradientSlope - cross * gradient) / determinant;
    const interceptStep = -(steep * gradient - cross * gradientSlope) / determinant;
    let moved = false;
    for (let halving = 0, length = 1; halving < 30 && !moved; halving++, length /= 2) {
      const next = { slope: point.slope + length * slopeStep, intercept: point.intercept + length * interceptStep };
      const nextValue = loss(next);
      if (!(nextValue <= value)) continue;
      point = next;
      value = nextValue;
      moved = true;
    }
    if (!moved || Math.max(Math.abs(slopeStep), Math.abs(interceptStep)) < 1e-12) break;
  }
  return point;
}

/** The probability at a score. */
export const applyPlatt = ({ slope, intercept }: Platt, score: number): number => logistic(slope * score + intercept);
