export { AssayError } from "./lib/errors.js";
export { findRoot } from "./lib/root.js";
export { seeded } from "./lib/random.js";
export { Database, withDatabase } from "./engine/database.js";
export { projects } from "./projects/index.js";
