import { maximumBins } from "./binning.js";
import { type Board, chunkFields, chunkRows, filling, mostNodes, nodeFields, readFound, writeChild } from "./board.js";
import type { NodeState } from "./criterion.js";
import { growPhase } from "./grow-phases.js";
import type { Split } from "./split.js";
import type { Team } from "./team.js";
import { cellOf, channelCells, type WorkspaceSlot } from "./workspace.js";

export interface GrowthRules {
  /** Steps from the root to the deepest leaf, at most. */
  depth: number;
  /** Leaves of a tree, at most. */
  leaves: number;
  /** Level by level, or the leaf that gains most first. */
  growth: "depth-wise" | "leaf-wise";
}

/** What the tree is grown for: which nodes are worth a look, and what their children may say. */
export interface NodeRules {
  isFinal(state: NodeState): boolean;
  /** Sums of the two children, and bounds of what their leaves may say. */
  childStates(state: NodeState, split: Split): [NodeState, NodeState];
}

/** A node of a grown tree; `split` is null in a leaf, whose rows are `order[begin .. end)`. */
export interface GrownNode {
  split: Split | null;
  left: number;
  right: number;
  begin: number;
  end: number;
  state: NodeState;
}

interface OpenNode extends GrownNode {
  depth: number;
  /** Index of its histogram; −1 where there was no room to keep it. */
  histogram: number;
}

/** Grows a tree over the rows `order[0 .. count)` of the slot, and reorders them, leaf by leaf. */
export type Grow = (count: number) => Promise<GrownNode[]>;

/** Nodes and histograms of one tree after another. Histograms of a node's children cost one of them and a subtraction. */
export function createGrower(
  slot: WorkspaceSlot,
  board: Board,
  rules: GrowthRules,
  nodeRules: NodeRules,
  team: Team,
): Grow {
  const { order, histograms, columns } = slot;
  const { chunks, nodes: written, groups } = board;
  const channelLength = channelCells(columns.length);
  const leafWise = rules.growth === "leaf-wise";

  return async function grow(count) {
    const nodes: GrownNode[] = [];
    const free = Array.from(histograms.keys()).reverse();
    const open: OpenNode[] = [];
    let leaves = 1;

    function addNode(begin: number, end: number, depth: number, state: NodeState): OpenNode {
      const node: OpenNode = { split: null, left: 0, right: 0, begin, end, state, depth, histogram: -1 };
      nodes.push(node);
      return node;
    }

    /** A node whose split is known waits for its turn; one without is a leaf, and its histogram is free again. */
    function settle(node: OpenNode, split: Split | null): void {
      node.split = split;
      if (split) open.push(node);
      else if (node.histogram >= 0) {
        free.push(node.histogram);
        node.histogram = -1;
      }
    }

    const isFinal = (node: OpenNode): boolean => node.depth >= rules.depth || nodeRules.isFinal(node.state);

    async function growRoot(): Promise<void> {
      const sums = new Float64Array(board.sums);
      const root = addNode(0, count, 0, { sums, lower: -Infinity, upper: Infinity });
      root.histogram = free.pop()!;
      const at = root.histogram;
      written.set([0, count, 0, 0, at, at, filling.left, 0]);
      await team.run(growPhase.evaluate, groups);
      sumRoot(sums, histograms[at]!);
      if (isFinal(root)) return;
      written.set([0, count, 0, 0, at, at, filling.none, 1]);
      writeChild(board, 0, root.state);
      await team.run(growPhase.evaluate, groups);
      settle(root, readFound(board, 0));
    }

    /** Every row is in one bin of each feature. */
    function sumRoot(sums: Float64Array, histogram: Float64Array): void {
      if (columns.length > 0) {
        for (let k = 0; k < sums.length; k++)
          for (let bin = 0; bin < maximumBins; bin++)
            sums[k]! += histogram[(k >> 1) * channelLength + cellOf(0, bin) + (k & 1)]!;
        return;
      }
      for (let i = 0; i < count; i++)
        for (let k = 0; k < sums.length; k++) sums[k]! += slot.pairs[k >> 1]![2 * order[i]! + (k & 1)]!;
    }

    /** Of leaves, the one that gains most comes first; of levels, the highest. */
    function bringBestForward(): void {
      let best = 0;
      for (let k = 1; k < open.length; k++) {
        const ahead = open[k]!.split!.gain - open[best]!.split!.gain;
        if (ahead > 0 || (ahead === 0 && open[k]!.begin < open[best]!.begin)) best = k;
      }
      [open[0], open[best]] = [open[best]!, open[0]!];
    }

    /** The next nodes to split: as many as leaves and histograms allow. */
    function nextNodes(): OpenNode[] {
      if (leafWise) bringBestForward();
      const most = Math.min(leafWise ? 1 : mostNodes, rules.leaves - leaves);
      let room = free.length;
      let chosen = 0;
      for (; chosen < Math.min(most, open.length); chosen++) {
        room -= open[chosen]!.histogram < 0 ? 2 : 1;
        if (room < 0) break;
      }
      return open.splice(0, chosen);
    }

    /** Gives up the histogram of a node that is split late: it is summed again when its turn comes. */
    function makeRoom(): void {
      let late = -1;
      open.forEach(({ histogram, split }, k) => {
        if (histogram >= 0 && (late < 0 || !leafWise || split!.gain < open[late]!.split!.gain)) late = k;
      });
      const node = open[late]!;
      free.push(node.histogram);
      node.histogram = -1;
    }

    async function sortRows(chosen: readonly OpenNode[]): Promise<number[]> {
      const bySize = chosen
        .map((node, k) => ({ node, k }))
        .sort((a, b) => b.node.end - b.node.begin - (a.node.end - a.node.begin));
      let chunk = 0;
      let moved = 0;
      for (const { node, k } of bySize) {
        written.set([node.begin, node.end, 0, node.split!.feature], k * nodeFields);
        slot.goesLeft.set(node.split!.goesLeft, k * maximumBins);
        for (let begin = node.begin; begin < node.end; begin += chunkRows)
          chunks.set([k, begin, Math.min(begin + chunkRows, node.end)], chunkFields * chunk++);
        if (node.end - node.begin > chunkRows) moved = chunk;
      }
      await team.run(growPhase.sort, chunk);
      const middles = chosen.map(({ begin }) => begin);
      for (let at = 0; at < chunk * chunkFields; at += chunkFields) middles[chunks[at]!]! += chunks[at + 3]!;
      const leftTo = chosen.map(({ begin }) => begin);
      const rightTo = [...middles];
      for (let at = 0; at < moved * chunkFields; at += chunkFields) {
        const k = chunks[at]!;
        const toLeft = chunks[at + 3]!;
        chunks[at + 4] = leftTo[k]!;
        chunks[at + 5] = rightTo[k]!;
        leftTo[k]! += toLeft;
        rightTo[k]! += chunks[at + 2]! - chunks[at + 1]! - toLeft;
      }
      await team.run(growPhase.move, moved);
      return middles;
    }

    async function expand(chosen: readonly OpenNode[]): Promise<void> {
      const middles = await sortRows(chosen);
      const pairs = chosen.map((node, k) => {
        const middle = middles[k]!;
        const [leftState, rightState] = nodeRules.childStates(node.state, node.split!);
        node.left = nodes.length;
        const left = addNode(node.begin, middle, node.depth + 1, leftState);
        node.right = nodes.length;
        const right = addNode(middle, node.end, node.depth + 1, rightState);
        return { node, left, right, leftIsFinal: isFinal(left), rightIsFinal: isFinal(right) };
      });
      leaves += chosen.length;
      const searched = pairs.filter(({ leftIsFinal, rightIsFinal }) => !leftIsFinal || !rightIsFinal);
      searched.sort((a, b) => b.node.end - b.node.begin - (a.node.end - a.node.begin));
      searched.forEach(({ node, left, right, leftIsFinal, rightIsFinal }, k) => {
        const leftIsSmaller = left.end - left.begin <= right.end - right.begin;
        const fresh = free.pop()!;
        const kept = node.histogram >= 0 ? node.histogram : free.pop()!;
        left.histogram = leftIsSmaller ? fresh : kept;
        right.histogram = leftIsSmaller ? kept : fresh;
        const subtraction = leftIsSmaller ? filling.leftAndSubtract : filling.rightAndSubtract;
        const mode = node.histogram >= 0 ? subtraction : filling.both;
        const wanted = (leftIsFinal ? 0 : 1) + (rightIsFinal ? 0 : 2);
        written.set(
          [left.begin, right.end, left.end, 0, left.histogram, right.histogram, mode, wanted],
          k * nodeFields,
        );
        writeChild(board, 2 * k, left.state);
        writeChild(board, 2 * k + 1, right.state);
        node.histogram = -1;
      });
      await team.run(growPhase.evaluate, searched.length * groups);
      searched.forEach(({ left, right, leftIsFinal, rightIsFinal }, k) => {
        settle(left, leftIsFinal ? null : readFound(board, 2 * k));
        settle(right, rightIsFinal ? null : readFound(board, 2 * k + 1));
      });
      for (const { node } of pairs)
        if (node.histogram >= 0) {
          free.push(node.histogram);
          node.histogram = -1;
        }
    }

    await growRoot();
    while (open.length > 0 && leaves < rules.leaves) {
      const chosen = nextNodes();
      if (chosen.length > 0) await expand(chosen);
      else makeRoom();
    }
    for (const node of open) node.split = null;
    return nodes;
  };
}
