import { type Random, randomBelow, shuffle } from "../../lib/random.js";
import { type FeatureBins, maximumBins } from "./binning.js";
import { type Criterion, type Cut, type NodeState, trace } from "./criterion.js";

/** The best split of a node. */
export interface Split {
  feature: number;
  gain: number;
  /** Last bin that goes left, of a numeric feature; −1 for a categorical one. */
  bin: number;
  /** 1 for each bin that goes left, the one for missing values (0) included. */
  goesLeft: Uint8Array;
  leftSums: Float64Array;
}

/** The best split of a node on the features `from` … `to` − 1, or null where none gains enough. */
export type FindSplit = (histogram: Float64Array, node: NodeState, from: number, to: number) => Split | null;

interface Candidate extends Cut {
  feature: number;
  ordered: Int32Array;
  missing: boolean;
}

/** Numeric bins need no sorting. */
const inOrder = Int32Array.from({ length: maximumBins }, (_, b) => b);
const numericOrders = Array.from({ length: maximumBins + 1 }, (_, count) => inOrder.subarray(1, Math.max(count, 1)));

/** Where a split is sought. */
interface Search {
  features: readonly FeatureBins[];
  criterion: Criterion;
  histogram: Float64Array;
  node: NodeState;
}

/** The categories that a node holds, in the order in which the best cut is the best of all subsets. */
function sortedCategories({ criterion, histogram, node }: Search, feature: number, count: number): Int32Array {
  const held = Array.from({ length: count }, (_, bin) => bin).filter(
    (bin) => criterion.weight(histogram, feature, bin) > trace,
  );
  const ranks = new Map(held.map((bin) => [bin, criterion.rank(histogram, feature, bin, node)]));
  return Int32Array.from(held.sort((a, b) => ranks.get(a)! - ranks.get(b)! || a - b));
}

/** The best of all cuts of a feature. */
function bestCut(search: Search, feature: number): Candidate | null {
  const { features, criterion, histogram, node } = search;
  const { kind, count } = features[feature]!;
  const sorted = kind === "categorical";
  const missing = !sorted && criterion.weight(histogram, feature, 0) > trace;
  const ordered = sorted ? sortedCategories(search, feature, count) : numericOrders[count]!;
  const cut = criterion.best({ histogram, feature, ordered, first: 1, last: ordered.length, node, missing, sorted });
  return cut && { ...cut, feature, ordered, missing };
}

/** The bin of a value: one more than the bounds below it. */
function binNumber(value: number, bounds: Float64Array): number {
  let bin = 1;
  for (const bound of bounds) if (value > bound) bin++;
  return bin;
}

/** A cut of a feature by chance: at a value evenly between its least and its greatest in the node, or any subset. */
function chanceCut(search: Search, feature: number, random: Random): Candidate | null {
  const { features, criterion, histogram, node } = search;
  const bins = features[feature]!;
  const isHeld = (bin: number): boolean => criterion.weight(histogram, feature, bin) > trace;
  const chance = random();
  if (bins.kind === "categorical") {
    const held = Int32Array.from({ length: bins.count }, (_, bin) => bin).filter(isHeld);
    if (held.length < 2) return null;
    const ordered = shuffle(held, random);
    const first = 1 + Math.floor(chance * (held.length - 1));
    const cut = criterion.best({
      histogram, feature, ordered, first, last: first, node, missing: false, sorted: false,
    }); // prettier-ignore
    return cut && { ...cut, feature, ordered, missing: false };
  }
  const { bounds, count } = bins;
  const missing = isHeld(0);
  let least = 1;
  let greatest = count - 1;
  while (least < greatest && !isHeld(least)) least++;
  while (greatest > least && !isHeld(greatest)) greatest--;
  if (least === greatest && !missing) return null;
  const low = bounds[least - 1] ?? 0;
  const high = bounds[greatest - 2] ?? low;
  const first = least === greatest ? least : Math.min(binNumber(low + chance * (high - low), bounds), greatest - 1);
  const ordered = numericOrders[count]!;
  const cut = criterion.best({ histogram, feature, ordered, first, last: first, node, missing, sorted: false });
  return cut && { ...cut, feature, ordered, missing };
}

function describe({ features, criterion, histogram }: Search, candidate: Candidate): Split {
  const { gain, count, missingLeft, leftSums, feature, ordered, missing } = candidate;
  const { kind } = features[feature]!;
  const goesLeft = new Uint8Array(maximumBins);
  for (let k = 0; k < count; k++) goesLeft[ordered[k]!] = 1;
  const isNumeric = kind === "numeric";
  if (missing) goesLeft[0] = missingLeft ? 1 : 0;
  else if (isNumeric || criterion.weight(histogram, feature, 0) <= trace) {
    // No row of the node is missing here: those to come go where more rows went.
    let left = 0;
    let all = 0;
    for (let bin = 1; bin < features[feature]!.count; bin++) {
      const weight = criterion.weight(histogram, feature, bin);
      all += weight;
      if (goesLeft[bin] === 1) left += weight;
    }
    goesLeft[0] = 2 * left > all ? 1 : 0;
  }
  return { feature, gain, bin: isNumeric ? count : -1, goesLeft, leftSums };
}

/** Looks at every feature that `allowed` marks, and at all of its cuts. */
export function findAmongAllowed(
  features: readonly FeatureBins[],
  criterion: Criterion,
  allowed: Uint8Array,
  minimumGain: number,
): FindSplit {
  return (histogram, node, from, to) => {
    const search = { features, criterion, histogram, node };
    let best: Candidate | null = null;
    for (let feature = from; feature < to; feature++) {
      if (allowed[feature] === 0) continue;
      const candidate = bestCut(search, feature);
      if (candidate && candidate.gain > minimumGain && candidate.gain > (best?.gain ?? 0)) best = candidate;
    }
    return best && describe(search, best);
  };
}

/**
 * Looks at features drawn by chance, node by node, until `count` of them could split the node, and at all of their cuts,
 * or at one of each by chance.
 */
export function findAmongDrawn(
  features: readonly FeatureBins[],
  criterion: Criterion,
  { count, minimumGain, chanceCuts }: { count: number; minimumGain: number; chanceCuts: boolean },
  random: Random,
): FindSplit {
  const deck = Int32Array.from(features, (_, feature) => feature);
  return (histogram, node) => {
    const search = { features, criterion, histogram, node };
    let best: Candidate | null = null;
    let useful = 0;
    for (let drawn = 0; drawn < deck.length && useful < count; drawn++) {
      const other = drawn + randomBelow(random, deck.length - drawn);
      const feature = deck[other]!;
      deck[other] = deck[drawn]!;
      deck[drawn] = feature;
      const candidate = chanceCuts ? chanceCut(search, feature, random) : bestCut(search, feature);
      if (!candidate) continue;
      useful++;
      if (candidate.gain > minimumGain && candidate.gain > (best?.gain ?? 0)) best = candidate;
    }
    return best && describe(search, best);
  };
}
