/** k! (d − 1 − k)! / d!, by d and k: the weight of a coalition of k among d features. */
const coalitionWeights: Float64Array[] = [];

function weightsOf(count: number): Float64Array {
  for (let d = coalitionWeights.length; d <= count; d++) {
    const weights = new Float64Array(d);
    let weight = 1 / d;
    for (let k = 0; k < d; k++) {
      weights[k] = weight;
      weight *= (k + 1) / (d - 1 - k);
    }
    coalitionWeights.push(weights);
  }
  return coalitionWeights[count]!;
}

const polynomial = new Float64Array(64);

/**
 * Shapley values of the features on a path to a leaf that says 1: Σ over coalitions of the others. The coalitions by
 * size are the coefficients of Π (share + t) over the features that the row follows, and of share over the others; one
 * feature is taken out of it by division.
 *
 * @param missed a bit for each feature at whose splits the row leaves the path.
 * @param into where the values go, from `at` on.
 */
export function pathValues(shares: Float64Array, missed: number, into: Float64Array, at: number): void {
  const count = shares.length;
  const weights = weightsOf(count);
  let degree = 0;
  polynomial[0] = 1;
  for (let i = 0; i < count; i++) {
    const share = shares[i]!;
    if ((missed >>> i) & 1) for (let k = 0; k <= degree; k++) polynomial[k]! *= share;
    else {
      polynomial[degree + 1] = polynomial[degree]!;
      for (let k = degree; k > 0; k--) polynomial[k] = polynomial[k]! * share + polynomial[k - 1]!;
      polynomial[0]! *= share;
      degree++;
    }
  }
  let sumOfMissed = 0;
  if (missed !== 0) for (let k = 0; k <= degree; k++) sumOfMissed += polynomial[k]! * weights[k]!;
  for (let i = 0; i < count; i++) {
    if ((missed >>> i) & 1) {
      into[at + i] = -sumOfMissed;
      continue;
    }
    const share = shares[i]!;
    let sum = 0;
    let quotient = 0;
    for (let k = degree; k > 0; k--) {
      quotient = polynomial[k]! - share * quotient;
      sum += quotient * weights[k - 1]!;
    }
    into[at + i] = (1 - share) * sum;
  }
}
