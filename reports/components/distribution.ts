import { formatCount, formatNumber, nothing } from "../src/lib/format.js";
import type { ColumnProfile } from "../src/tables/types.js";
import type { Child } from "./element.js";
import { HistogramPair } from "./HistogramPair.js";

/** The shape of a column, small: bins of a number, the commonest values of a category; a dash where neither was counted. */
export function distribution(profile: ColumnProfile, { width, height }: { width: number; height: number }): Child {
  if (profile.histogram && profile.histogram.length > 0) {
    const { histogram } = profile;
    return HistogramPair(
      histogram.map(({ count }) => ({ reference: count, current: null })),
      {
        label: `Distribution of ${profile.name}, from ${formatNumber(histogram[0]!.lower)} to ${formatNumber(histogram.at(-1)!.upper)}`,
        width,
        height,
      },
    );
  }
  if (profile.top.length === 0) return nothing;
  return HistogramPair(
    profile.top.map(({ count }) => ({ reference: count, current: null })),
    {
      label: `Commonest values of ${profile.name}: ${profile.top
        .slice(0, 3)
        .map(({ value, count }) => `${value} ${formatCount(count)}`)
        .join(", ")}`,
      width,
      height,
      categorical: true,
    },
  );
}
