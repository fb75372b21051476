const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]; // prettier-ignore

const parts = (iso: string): [number, number, number] | null => {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : null;
};

/** `22 November 2026`; the text itself where it is no date. */
export function day(iso: string): string {
  const date = parts(iso);
  return date ? `${date[2]} ${months[date[1] - 1]} ${date[0]}` : iso;
}

/** `2013` for a whole year, else `January 2013 to June 2013`; empty where a side is not known. */
export function period(from: string | null, to: string | null): string {
  const [start, end] = [from && parts(from), to && parts(to)];
  if (!start || !end) return "";
  if (start[0] === end[0] && start[1] === 1 && end[1] === 12) return String(start[0]);
  const name = ([year, month]: [number, number, number]): string => `${months[month - 1]} ${year}`;
  return name(start) === name(end) ? name(start) : `${name(start)} to ${name(end)}`;
}

/** `1 January to 30 June 2013`; `–` where a side is not known. */
export function dayRange(from: string | null, to: string | null): string {
  const [start, end] = [from && parts(from), to && parts(to)];
  if (!start || !end) return "–";
  const first = `${start[2]} ${months[start[1] - 1]}${start[0] === end[0] ? "" : ` ${start[0]}`}`;
  return `${first} to ${end[2]} ${months[end[1] - 1]} ${end[0]}`;
}
