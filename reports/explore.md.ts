import { chosenProjects } from "../src/cli/site-projects.js";
import { projectState } from "../src/features/sources.js";
import { findRoot } from "../src/lib/root.js";

const place = { root: findRoot(), env: process.env };
const here: string[] = [];
for (const project of chosenProjects(process.env))
  if ((await projectState(project, place)).state === "ready") here.push(project.id);
const files = here.map(
  (id) => `  FileAttachment("loaders/projects/${id}/explore.duckdb").url().then((url) => ["${id}", url]),`,
);
const summaries = here.map((id) => `  FileAttachment("loaders/projects/${id}/summary.json").json(),`);

process.stdout.write(`---
title: Explore
---

\`\`\`js
import { ExplorePage } from "./components/ExplorePage.js";
import { projects } from "./src/projects/index.js";
\`\`\`

\`\`\`js
const files = new Map(await Promise.all([
${files.join("\n")}
]));
const summaries = await Promise.all([
${summaries.join("\n")}
]);
const challengers = new Map(summaries.map(({ project, verdict }) => [project, verdict?.challenger]));
display(ExplorePage(projects.filter(({ id }) => files.has(id)), files, challengers));
\`\`\`
`);
