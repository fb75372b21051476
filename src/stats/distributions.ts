export { betaQuantile } from "./beta-distribution.js";
export { binomialCdf, binomialPmf, binomialUpper } from "./binomial.js";
export { chiSquareQuantile, chiSquareUpper } from "./chi-square-distribution.js";
export { fUpper } from "./f-distribution.js";
export { normalCdf, normalQuantile, normalUpper } from "./normal.js";
export { tQuantile, tUpper } from "./student-t.js";
