/** The methods of an interval in words. */
export const methodWords: Record<string, string> = {
  "paired-bootstrap": "paired bootstrap over units",
  bootstrap: "bootstrap over units",
  bca: "bootstrap over units, corrected for bias and skew",
  percentile: "bootstrap over units, plain percentiles",
  "basic-bootstrap": "bootstrap over units, turned around the estimate",
  "percentile-no-acceleration": "plain bootstrap over units, for the corrected one is not defined",
  "percentile-one-sided-draws": "plain bootstrap over units, for the corrected one is not defined",
  "simultaneous-bootstrap": "bootstrap for all models at once",
  "paired-score": "score interval of paired shares",
  "paired-t": "paired t",
  "cluster-robust-t": "cluster-robust t over units",
  "unit-mean": "cluster-robust t over units",
  "delta-method-t": "t over units by the delta method",
  delong: "DeLong",
  "delong-logit": "DeLong on the logit scale",
  "cluster-logit": "DeLong over units, on the logit scale",
  "hansen-lunde-nason": "Hansen, Lunde and Nason's confidence set",
  wilson: "Wilson's interval",
  "clopper-pearson": "Clopper–Pearson",
  newcombe: "Newcombe's interval",
  "unit-mean-difference": "t over units",
  "corrected-resampled-t": "corrected resampled t",
  "confidence-sequence": "confidence sequence",
  "bayesian-normal": "normal limit of the Bayesian bootstrap",
  "t-over-seeds": "t over seeds",
  "welch-over-trials": "Welch's t over trials",
  "bayesian-bootstrap": "Bayesian bootstrap",
  "no-discordant-rows": "exact bound, for no row parts the two",
  none: "no interval",
  "none-zero-variance": "no interval, for nothing varies",
  "none-too-few-units": "no interval, for there are too few units",
  "none-no-method": "no interval, for no method is known",
  "none-no-discordant-rows": "no interval, for no row parts the two",
  "none-one-unit": "no interval, for there is one unit only",
  "none-undefined": "no interval, for the rows do not define it",
  "none-undefined-draws": "no interval, for some draws do not define it",
  "identical-predictions": "identical predictions",
};

/** The page under /methods/ of each method that has one. */
export const methodPages: Record<string, string> = {
  "paired-bootstrap": "paired-bootstrap",
  bootstrap: "paired-bootstrap",
  bca: "bca",
  percentile: "paired-bootstrap",
  "basic-bootstrap": "paired-bootstrap",
  "percentile-no-acceleration": "bca",
  "percentile-one-sided-draws": "bca",
  "simultaneous-bootstrap": "best-of-k",
  "paired-score": "paired-score",
  "paired-t": "paired-t",
  "cluster-robust-t": "cluster-robust-t",
  "unit-mean": "cluster-robust-t",
  "delta-method-t": "delta-method",
  delong: "delong",
  "delong-logit": "delong",
  "cluster-logit": "delong",
  "hansen-lunde-nason": "model-confidence-set",
  wilson: "wilson",
  "clopper-pearson": "clopper-pearson",
  newcombe: "newcombe",
  "unit-mean-difference": "newcombe",
  "corrected-resampled-t": "corrected-resampled-t",
  "confidence-sequence": "confidence-sequence",
  "bayesian-bootstrap": "bayesian-bootstrap",
  "no-discordant-rows": "paired-score",
};

/** The tests of contract §2 in words. */
export const testWords: Record<string, string> = {
  "mcnemar-exact": "McNemar, exact",
  "mcnemar-mid-p": "McNemar, mid-p",
  "mcnemar-chi2": "McNemar, chi-square",
  "mcnemar-chi2-corrected": "McNemar, chi-square with continuity correction",
  delong: "DeLong",
  bootstrap: "Paired bootstrap",
  permutation: "Permutation",
  "paired-t": "Paired t",
  "cluster-robust-t": "Cluster-robust t",
  wilcoxon: "Wilcoxon signed rank",
  "diebold-mariano": "Diebold–Mariano",
};

/** The page under /methods/ of each test. */
export const testPages: Record<string, string> = {
  "mcnemar-exact": "mcnemar",
  "mcnemar-mid-p": "mcnemar",
  "mcnemar-chi2": "mcnemar",
  "mcnemar-chi2-corrected": "mcnemar",
  delong: "delong",
  bootstrap: "paired-bootstrap",
  permutation: "permutation",
  "paired-t": "paired-t",
  "cluster-robust-t": "cluster-robust-t",
  wilcoxon: "wilcoxon",
  "diebold-mariano": "diebold-mariano",
};

const ordinals = ["", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"];

/** `First look`, `Second look`, `12th look`. */
export const lookWords = (look: number): string => `${ordinals[look] ?? `${look}th`} look`;

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A span `[from, to)` of ISO times in words: `September–October 2013` for whole months, else `3 Sep – 7 Oct 2013`. */
export function spanWords(from: string | null, to: string | null): string {
  if (!from || !to) return "";
  const [start, end] = [new Date(from), new Date(to)];
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return "";
  const whole = (date: Date): boolean => date.getUTCDate() === 1;
  const last = new Date(end.getTime() - (end.getTime() % 86_400_000 === 0 && end > start ? 86_400_000 : 0));
  const [firstMonth, lastMonth] = [months[start.getUTCMonth()]!, months[last.getUTCMonth()]!];
  const [firstYear, lastYear] = [start.getUTCFullYear(), last.getUTCFullYear()];
  const closes =
    (whole(end) && end.getTime() % 86_400_000 === 0) || new Date(last.getTime() + 86_400_000).getUTCDate() === 1;
  if (whole(start) && closes) {
    if (firstYear === lastYear)
      return firstMonth === lastMonth ? `${firstMonth} ${firstYear}` : `${firstMonth}–${lastMonth} ${firstYear}`;
    return `${firstMonth} ${firstYear} – ${lastMonth} ${lastYear}`;
  }
  const day = (date: Date): string => `${date.getUTCDate()} ${months[date.getUTCMonth()]!.slice(0, 3)}`;
  if (day(start) === day(last) && firstYear === lastYear) return `${day(start)} ${firstYear}`;
  return firstYear === lastYear
    ? `${day(start)} – ${day(last)} ${lastYear}`
    : `${day(start)} ${firstYear} – ${day(last)} ${lastYear}`;
}
