import { describe, expect, it } from "vitest";
import * as format from "../../src/lib/format.js";

const rate = { unit: "rate", targetUnit: "" } as const;
const minutes = { unit: "target", targetUnit: "minutes" } as const;
const plain = { unit: "number", targetUnit: "minutes" } as const;

describe("numbers as readers see them", () => {
  it.each([
    [format.formatFixed(-0.0001, 2), "0"],
    [format.formatFixed(-1234567.5, 1), "−1,234,567.5"],
    [format.formatNumber(0.00123456), "0.00123"],
    [format.formatNumber(null), "–"],
    [format.formatNumber(Number.NaN), "–"],
    [format.formatCount(55628), "55,628"],
    [format.formatPercent(0.716), "71.6 %"],
    [format.formatValue(11.8, minutes), "11.8 minutes"],
    [format.formatValue(0.412, plain), "0.412"],
    [format.formatValue(0.716, rate), "71.6 %"],
    [format.formatDifference(0.01, rate), "1 point"],
    [format.formatDifference(-0.013, rate), "1.3 points"],
    [format.formatGain(0.16, minutes), "+0.16 minutes"],
    [format.formatGain(-0.013, rate), "−1.3 points"],
    [format.formatGain(0, rate), "0"],
    [format.formatInterval(-0.1, 0.47), "[−0.10, 0.47]"],
    [format.formatInterval(Number.NaN, 1), "–"],
    [format.formatGainInterval(-0.01, 0.02, rate), "[−1.0, 2.0] points"],
    [format.formatPValue(0.00002), "< 0.001"],
    [format.formatPValue(0.0321), "0.032"],
    [format.formatBytes(4_600_000), "4.6 MB"],
    [format.formatBytes(820), "820 B"],
    [format.formatSeconds(200), "3 min 20 s"],
    [format.formatSeconds(0.42), "0.4 s"],
    [format.signed("0.3"), "+0.3"],
    [format.signed("−0.3"), "−0.3"],
    [format.signed("0.0 %"), "0.0 %"],
  ])("%s", (shown, expected) => {
    expect(shown).toBe(expected);
  });
});
