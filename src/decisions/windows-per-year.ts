const day = 86_400_000;

/** How many windows as long as these make a year, by their median length; null where they have no dates. */
export function windowsPerYear(windows: readonly { from: string | null; to: string | null }[]): number | null {
  const days = windows.flatMap(({ from, to }) => (from && to ? [(Date.parse(to) - Date.parse(from)) / day] : []));
  if (days.length === 0) return null;
  days.sort((a, b) => a - b);
  return Math.max(1, Math.round(365.25 / Math.max(1 / 24, days[Math.floor(days.length / 2)]!)));
}
