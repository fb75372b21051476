import type { DriftEvidence as Evidence, DriftWindows } from "../src/cards/evidence-types.js";
import type { DriftDocument } from "../src/decisions/drift-types.js";
import { driftWhatIf } from "../src/decisions/drift-what-if.js";
import { formatCount, formatFixed } from "../src/lib/format.js";
import { ChangePoints } from "./ChangePoints.js";
import { Controls, live, NumberField, onDemand, Select } from "./controls.js";
import { DriftColumnDetail } from "./DriftColumnDetail.js";
import { DriftEffect } from "./DriftEffect.js";
import { DriftEvidence, DriftMethod, type DriftEvidenceData } from "./DriftEvidence.js";
import { askedSettings, corrections, driftState, isLimited, thresholdOf, trainingReference } from "./driftState.js";
import { driftMeasures, measured, type DriftMeasure } from "./DriftTable.js";
import { quietFeatures } from "./driftWords.js";
import { DriftWindowTable } from "./DriftWindowTable.js";
import { element, type Child } from "./element.js";
import { JointDrift } from "./JointDrift.js";
import { Section, Waiting } from "./Panel.js";
import type { ProjectWords } from "./projectWords.js";
import { reading } from "./quantities.js";
import { StatePill } from "./StatePill.js";
import { spanWords } from "./words.js";

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
const shortest = (name: string): string => name.replace(/\s+\d{4}$/, "");

/** PSI up to which a feature counts as quiet, as a share of the policy's threshold. */
const quietShare = 0.2;

/**
 * The page `drift`: one window against the reference, column by column, and what it did to the error.
 *
 * @param load fetches every window in full; `evidence` holds the newest.
 */
export function DriftPage(evidence: Evidence, load: () => Promise<DriftWindows>, project: ProjectWords): HTMLElement {
  const { windows, performance, replay, unit, newest, importance } = evidence;
  if (!newest) return Waiting("There are no rows after training to look at yet.", `npx assay build ${project.id}`);
  const slugs = windows.map(({ name }) => slug(name));
  const state = driftState(
    slugs,
    newest.columns.map(({ name }) => name),
  );
  const official = newest.policy.threshold;
  const referenceSpan = spanWords(newest.reference.from, newest.reference.to);
  const metric = reading(evidence.metric, project.targetUnit);
  const all = onDemand(load);
  const oneYear = windows[0]!.name.slice(-4) === windows.at(-1)!.name.slice(-4);
  const short = (name: string): string => (oneYear ? shortest(name) : name);

  function draw(): Child | Promise<Child> {
    const selected = slugs.indexOf(state.get("window"));
    const measure = state.get("measure") as DriftMeasure;
    const reference = slugs.indexOf(state.get("reference"));
    if (reference === selected) return Waiting("A window cannot be compared with itself. Choose another reference.");
    if (selected === windows.length - 1 && measure === "psi" && reference < 0)
      return drawWindow(newest!, null, selected, (column) => windows.map(({ psi }) => psi[column] ?? null));
    return all().then(({ documents }) => {
      const course = (column: string): (number | null)[] =>
        documents.map(({ columns }) => {
          const found = columns.find(({ name }) => name === column);
          return found ? measured(found, measure) : null;
        });
      return drawWindow(documents[selected]!, reference < 0 ? null : documents[reference]!, selected, course);
    });
  }

  /** Shows one column in full, and brings it into view. */
  function openColumn(column: string): void {
    state.set({ column });
    requestAnimationFrame(() => globalThis.document.getElementById("column")?.scrollIntoView({ block: "nearest" }));
  }

  /** What the reader asks instead of the policy, in words. */
  function whatIfWords(document: DriftDocument, reference: string | null): Child {
    const settings = askedSettings(state, official);
    const parts = [
      reference ? `against ${reference}` : null,
      settings && settings.measure !== "psi" ? `judged by ${driftMeasures[settings.measure!]}` : null,
      settings ? `threshold ${String(thresholdOf(state, official))}` : null,
      settings ? `correction ${corrections[settings.correction!]}` : null,
    ].filter((part) => part !== null);
    return [
      element("strong", {}, "What if"),
      `: ${parts.join(", ")}. Officially, against training: `,
      StatePill(document.state),
    ];
  }

  function quietLine(): Child {
    const quiet = quietFeatures(evidence, quietShare * official);
    if (quiet.length === 0) return null;
    const names = quiet.slice(0, 4).map(({ name }) => name.replaceAll("_", " "));
    const more = quiet.length - names.length;
    const most = Math.max(...quiet.map(({ highest }) => highest));
    return element(
      "p",
      { class: "reason" },
      element("strong", {}, "Quiet in every window: "),
      `${names.join(", ")}${more > 0 ? ` and ${formatCount(more)} more features` : ""}; PSI at most ${formatFixed(most, 3)}.`,
    );
  }

  function drawWindow(
    found: DriftDocument,
    reference: DriftDocument | null,
    selected: number,
    course: (column: string) => (number | null)[],
  ): Child {
    const window = windows[selected]!;
    const measure = state.get("measure") as DriftMeasure;
    const settings = askedSettings(state, official);
    const asked = settings !== null || reference !== null;
    const document = asked ? driftWhatIf(found, { ...settings, ...(reference ? { reference } : {}) }) : found;
    const grouped = document.units.current !== document.current.rows;
    const drawn = performance.series.some(({ points }) => points.length > 1);
    const named = reference ? windows[slugs.indexOf(state.get("reference"))]!.name : null;
    const before = named ? short(named) : "Training";
    const open = document.columns.find(({ name }) => name === state.get("column"));
    const sides: [string, string] = [before, short(window.name)];
    return [
      DriftEvidence({
        document,
        sides,
        inWords: [named ? before : "training", short(window.name)],
        rows: project.rows,
        targetUnit: project.targetUnit,
        unit: grouped ? unit.plural : null,
        measure,
        show: state.get("show") as DriftEvidenceData["show"],
        importance,
        onColumn: openColumn,
        open: open?.name ?? "",
        whatIf: asked ? whatIfWords(found, named) : null,
        effect: drawn ? DriftEffect({ evidence, document: found, selected, metric, name: short(window.name) }) : null,
        onShowAll: () => state.set({ show: "all" }),
        windows:
          windows.length > 1 && !reference
            ? { names: windows.map(({ name }) => short(name)), selected, values: course }
            : null,
      }),
      open
        ? DriftColumnDetail(open, {
            sides,
            importance: open.role === "feature" ? (importance[open.name] ?? null) : null,
            onClose: () => state.set({ column: "" }),
          })
        : null,
      quietLine(),
      JointDrift(document, { sides, onColumn: openColumn }),
      replay
        ? element(
            "p",
            { class: "aside" },
            "This is a replay: labelled rows cut into parts in no real order of time. What it shows is how the page reads when nothing moved.",
          )
        : null,
      DriftWindowTable(windows, {
        selected,
        onWindow: (name) => {
          state.set({ window: slug(name) });
          globalThis.scrollTo({ top: 0 });
        },
      }),
      ChangePoints(evidence.changePoints, metric),
      document.warnings.length > 0
        ? Section(
            "Worth knowing",
            null,
            element(
              "ul",
              {},
              document.warnings.map(({ message }) => element("li", {}, message)),
            ),
          )
        : null,
      DriftMethod(document, grouped ? unit.plural : null, "../methods/population-stability-index.html"),
    ];
  }

  const threshold = NumberField("Threshold", state, "threshold", { value: official, step: 0.05 });
  const showThreshold = (): void => {
    const measure = state.get("measure") as DriftMeasure;
    threshold.disabled = !isLimited(measure);
    if (state.get("threshold") === "") threshold.value = String(thresholdOf(state, official));
  };
  showThreshold();
  state.onChange(showThreshold);
  return element(
    "div",
    { class: "page" },
    Controls(
      Select("Reference", state, "reference", [
        { value: trainingReference, text: `training${referenceSpan ? `, ${referenceSpan}` : ""}` },
        ...windows.map(({ name }) => ({ value: slug(name), text: name })),
      ]),
      Select(
        "Current",
        state,
        "window",
        windows.map(({ name }) => ({ value: slug(name), text: name })),
      ),
      Select(
        "Measure",
        state,
        "measure",
        Object.entries(driftMeasures).map(([value, text]) => ({ value, text })),
      ),
      element("label", { class: "control" }, element("span", null, "Threshold"), threshold),
      Select(
        "Correction",
        state,
        "correction",
        Object.entries(corrections).map(([value, text]) => ({ value, text })),
      ),
      Select("Show", state, "show", [
        { value: "notable", text: "what moved most" },
        { value: "changed", text: "alarms and warnings" },
        { value: "features", text: "features" },
        { value: "all", text: "all columns" },
      ]),
    ),
    live(state, draw),
  );
}
