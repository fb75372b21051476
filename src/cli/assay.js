#!/usr/bin/env node
// The only JavaScript file of the command line: it lets Node read TypeScript, then hands over.
import { register } from "tsx/esm/api";

register();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
