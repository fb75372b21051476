import { expect, it } from "vitest";
import { canonicalJson, toJson } from "../../src/lib/json.js";
import { sha256Json } from "../../src/lib/hash.js";

it("writes no evidence as null, and typed arrays as arrays", () =>
  expect(toJson({ a: Number.NaN, b: -Infinity, c: Float64Array.of(1, Number.NaN) })).toBe(
    '{"a":null,"b":null,"c":[1,null]}',
  ));

it("hashes objects by what they hold, not by the order of their keys", () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  expect(sha256Json({ a: 1, b: 2 })).toBe(sha256Json({ b: 2, a: 1 }));
  expect(sha256Json([1, 2])).not.toBe(sha256Json([2, 1]));
});
