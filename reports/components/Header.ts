import type { BuildStamp } from "../src/cli/build-stamp.js";

export interface HeaderOptions {
  /** Address of the page: `/nyc-flights/compare`. */
  path: string;
  /** Projects that have pages, with the runs that have a card. */
  projects: readonly { id: string; title: string; runs: readonly string[] }[];
  stamp: BuildStamp;
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]!);

const link = (address: string, text: string, current: boolean, className?: string): string =>
  `<a href="${escape(address)}"${className ? ` class="${className}"` : ""}${current ? ' aria-current="page"' : ""}>${escape(text)}</a>`;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `22 Nov 2026, 04:10`, in UTC. */
function shownTime(iso: string): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(iso)!;
  return `${Number(day)} ${months[Number(month) - 1]} ${year}, ${time}`;
}

/** The bar on top of every page, as HTML: the site's parts, or a project's tabs. */
export function Header({ path, projects, stamp }: HeaderOptions): string {
  const project = projects.find(({ id }) => path.startsWith(`/${id}/`));
  const page = project ? path.slice(project.id.length + 2) : "";
  const links = project
    ? [
        link("/", project.title, false, "project"),
        ...["data", "compare", "champion", "drift", "monitoring", "predict"].map((tab) =>
          link(`/${project.id}/${tab}`, tab[0]!.toUpperCase() + tab.slice(1), page === tab),
        ),
        project.runs.length > 0 ? link(`/${project.id}/cards/`, "Cards", page.startsWith("cards/")) : "",
      ]
    : [
        link("/", "Projects", path === "/index"),
        link("/explore", "Explore", path === "/explore"),
        link("/notebooks/", "Notebooks", path.startsWith("/notebooks/")),
        link("/methods/", "Methods", path.startsWith("/methods/")),
      ];
  const built = `<time datetime="${stamp.builtAt}">${shownTime(stamp.builtAt)}</time>`;
  return [
    '<a class="skip" href="#page">Skip to the page</a>',
    '<div class="bar">',
    link("/", "Assay", false, "brand"),
    `<nav aria-label="${project ? escape(project.title) : "Site"}">${links.join("")}</nav>`,
    `<span class="built" title="UTC">built ${built}${stamp.commit ? ` · ${escape(stamp.commit)}` : ""}</span>`,
    '</div><span id="page" tabindex="-1"></span>',
  ].join("");
}
