import type { Project } from "../src/projects/types.js";
import { addressState } from "./addressState.js";
import { Controls, Select } from "./controls.js";
import { element } from "./element.js";
import type { PageDatabase } from "./openDatabase.js";
import { Headline, MethodNote, Waiting } from "./Panel.js";
import { QueryResult } from "./QueryResult.js";
import { readyQueries, type ReadyQuery } from "./readyQueries.js";

/**
 * The page `explore`: SQL over a project's predictions and features. The engine loads when it is asked for.
 *
 * @param files addresses of the databases, by project.
 * @param challengers titles of the official challengers, by project.
 */
export function ExplorePage(
  projects: readonly Project[],
  files: ReadonlyMap<string, string>,
  challengers: ReadonlyMap<string, string | undefined>,
): HTMLElement {
  const [first] = projects;
  if (!first)
    return element(
      "div",
      null,
      Headline("No project has data here yet"),
      Waiting("Build a project first:", "npx assay build"),
    );
  const state = addressState({
    project: { fallback: first.id, allowed: projects.map(({ id }) => id) },
    query: { fallback: "" },
    x: { fallback: "" },
    y: { fallback: "" },
    mark: { fallback: "dot", allowed: ["dot", "line", "bar"] },
  });
  const project = (): Project => projects.find(({ id }) => id === state.get("project"))!;
  const queries = (): ReadyQuery[] => readyQueries(project(), challengers.get(project().id));
  const answer = element("div", { "aria-live": "polite" });
  const editor = element("textarea", {
    "aria-label": "SQL",
    spellcheck: "false",
    autocapitalize: "off",
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      run();
    },
  });
  const databases = new Map<string, Promise<PageDatabase>>();
  const open = (id: string): Promise<PageDatabase> => {
    const opened =
      databases.get(id) ?? import("./openDatabase.js").then(({ openDatabase }) => openDatabase(files.get(id)!));
    databases.set(id, opened);
    opened.catch(() => databases.delete(id));
    return opened;
  };
  let asked = 0;
  const ask = async (): Promise<void> => {
    const turn = ++asked;
    const sql = editor.value.trim();
    const id = state.get("project");
    answer.replaceChildren(
      element("p", { class: "muted" }, databases.has(id) ? "Running …" : "Opening the database …"),
    );
    try {
      const database = await open(id);
      const start = performance.now();
      const table = await database.query(sql);
      if (turn === asked) answer.replaceChildren(QueryResult(table, performance.now() - start, state as never));
    } catch (error) {
      if (turn !== asked) return;
      const message = error instanceof Error ? error.message : String(error);
      answer.replaceChildren(element("pre", { class: "observablehq--error", role: "alert" }, message));
    }
  };
  const run = (): void => {
    if (editor.value.trim() === "") editor.value = queries()[0]!.sql;
    state.set({ query: editor.value });
    void ask();
  };
  const ready = element("select", {
    onchange: () => {
      const chosen = queries()[Number(ready.value)];
      if (!chosen) return;
      editor.value = chosen.sql;
      state.set({ x: chosen.plot?.x ?? "", y: chosen.plot?.y ?? "", mark: chosen.plot?.mark ?? "dot" });
      run();
    },
  });
  const button = element("button", { type: "button", class: "button", onclick: run }, "Open the database");
  let shownProject = "";
  const refresh = (): void => {
    if (shownProject !== state.get("project")) {
      const moved = shownProject !== "";
      shownProject = state.get("project");
      ready.replaceChildren(
        element("option", { value: "" }, "choose one"),
        ...queries().map(({ title }, index) => element("option", { value: index }, title)),
      );
      if (moved) {
        editor.value = queries()[0]!.sql;
        answer.replaceChildren();
      }
    }
    if (state.get("query") !== "") button.textContent = "Run (Ctrl+Enter)";
  };
  editor.value = state.get("query") || queries()[0]!.sql;
  refresh();
  state.onChange(refresh);
  if (state.get("query") !== "") void ask();
  return element(
    "div",
    null,
    Headline("Ask the rows yourself", {
      evidence:
        "SQL over the rows that judge: labels, every run's predictions, features and segments. The engine (about 8 MB) loads when you open it, from this site, and your queries stay in your browser.",
    }),
    Controls(
      Select(
        "Project",
        state,
        "project",
        projects.map(({ id, title }) => ({ value: id, text: title })),
      ),
      element("label", { class: "control" }, element("span", null, "Ready-made query"), ready),
    ),
    element("div", { class: "editor" }, editor, element("div", null, button)),
    answer,
    MethodNote(
      "The table ",
      element("code", null, "rows"),
      " has one line per judged row, with one column per run, named as the run; ",
      element("code", null, "runs"),
      " lists the runs. DuckDB in WebAssembly; nothing is sent anywhere.",
    ),
  );
}
