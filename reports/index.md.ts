import { chosenProjects } from "../src/cli/site-projects.js";

const files = chosenProjects(process.env).map(
  ({ id }) => `  FileAttachment("loaders/projects/${id}/summary.json").json(),`,
);

process.stdout.write(`---
title: Projects
---

\`\`\`js
import { HomePage } from "./components/HomePage.js";
\`\`\`

\`\`\`js
const summaries = await Promise.all([
${files.join("\n")}
]);
display(HomePage(summaries));
\`\`\`
`);
