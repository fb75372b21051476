import type { DataDocument } from "../src/features/types.js";
import { formatPercent } from "../src/lib/format.js";
import type { AddressState } from "./addressState.js";
import { Controls, Search, Select } from "./controls.js";
import { DataTable } from "./DataTable.js";
import { distribution } from "./distribution.js";
import { element } from "./element.js";
import { Panel } from "./Panel.js";

type Entry = DataDocument["features"][number];
type Names = "search" | "group" | "sort";

const matches = ({ name, meaning, source, group }: Entry, words: readonly string[]): boolean => {
  const text = `${name} ${meaning} ${source} ${group}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** The feature dictionary: searched, filtered and sorted by the address. */
export function featureDictionary(
  { features }: DataDocument,
  state: AddressState<Names>,
): { controls: HTMLElement; table: () => HTMLElement } {
  const groups = [...new Set(features.map(({ group }) => group))];
  return {
    controls: Controls(
      Search("Search", state, "search", { placeholder: "name, meaning, source" }),
      Select("Group", state, "group", [
        { value: "all", text: `all (${features.length})` },
        ...groups.map((group) => ({
          value: group,
          text: `${group} (${features.filter((feature) => feature.group === group).length})`,
        })),
      ]),
    ),
    table: () => {
      const words = state.get("search").toLowerCase().split(/\s+/).filter(Boolean);
      const group = state.get("group");
      const shown = features.filter((entry) => (group === "all" || entry.group === group) && matches(entry, words));
      return Panel(
        DataTable(
          shown,
          [
            {
              name: "feature",
              title: "Feature",
              cell: ({ name, meaning }) => [
                element("div", null, meaning),
                element("div", { class: "small" }, element("code", null, name)),
              ],
              sort: ({ meaning }) => meaning,
            },
            { name: "group", title: "Group", wideOnly: true, cell: ({ group }) => group, sort: ({ group }) => group },
            { name: "type", title: "Type", wideOnly: true, cell: ({ type }) => type, sort: ({ type }) => type },
            {
              name: "role",
              title: "Role",
              wideOnly: true,
              cell: ({ role }) => role ?? "feature",
              sort: ({ role }) => role ?? "feature",
            },
            {
              name: "source",
              title: "Source",
              wideOnly: true,
              cell: ({ source }) => element("span", { class: "small" }, source),
              sort: ({ source }) => source,
            },
            {
              name: "missing",
              title: "Missing",
              align: "right",
              cell: ({ missingShare }) =>
                missingShare === 0 ? "0" : formatPercent(missingShare, missingShare < 0.01 ? 2 : 1),
              sort: ({ missingShare }) => missingShare,
            },
            {
              name: "distribution",
              title: "Distribution",
              cell: ({ profile }) => distribution(profile, { width: 130, height: 30 }),
            },
          ],
          {
            caption: "Feature dictionary",
            order: { state: state as never, name: "sort" },
            empty: "No feature matches the search.",
          },
        ),
      );
    },
  };
}
