export { jensenShannonDistance } from "./jensen-shannon.js";
export { psi } from "./psi.js";
export { totalVariation } from "./total-variation.js";
