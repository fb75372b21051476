import { expect, it } from "vitest";
import { shownJson } from "../../src/cards/shown-json.js";

it("keeps six digits of a fraction, every digit of a count, and null where there is no number", () =>
  expect(shownJson({ gain: -0.123456789, rows: 336776, missing: Number.NaN, text: "1.23456789" })).toBe(
    '{"gain":-0.123457,"rows":336776,"missing":null,"text":"1.23456789"}',
  ));
