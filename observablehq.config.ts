import { answerVersionLookups } from "./src/cli/framework-cache.js";
import { buildStamp } from "./src/cli/build-stamp.js";
import { bundlePlot } from "./src/cli/plot-bundle.js";
import { siteProjects } from "./src/cli/site-projects.js";
import { Head } from "./reports/components/Head.js";
import { Header } from "./reports/components/Header.js";

const root = "reports";
answerVersionLookups(root);
await bundlePlot(root);
const stamp = buildStamp(new Date());
const projects = await siteProjects();

export default {
  root,
  output: process.env["ASSAY_OUTPUT"] ?? "dist",
  title: "Assay",
  style: "style.css",
  globalStylesheets: [],
  preserveExtension: true,
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  footer: "",
  pages: [],
  head: Head,
  header: ({ path }: { path: string }) => Header({ path, projects, stamp }),
  interpreters: { ".ts": ["node", "--import", "tsx"] },
  async *dynamicPaths() {
    yield* ["/loaders/fonts/inter.woff2", "/loaders/fonts/source-serif-4.woff2"];
    yield* ["/notebooks/01-look-at-the-data", "/notebooks/02-compare-two-models"];
    for (const { id, runs, models } of projects) {
      yield* ["data", "compare", "champion", "drift", "monitoring", "predict"].map((page) => `/${id}/${page}`);
      if (runs.length > 0) yield* ["index", ...runs].map((page) => `/${id}/cards/${page}`);
      yield* models.map((runId) => `/loaders/projects/${id}/models/${runId}.json`);
    }
  },
};
