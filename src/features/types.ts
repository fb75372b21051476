import type { Feature, SplitName } from "../projects/types.js";
import type { ColumnProfile, SourceFile, TableProfile } from "../tables/types.js";

/** The evidence behind the page `data`. */
export interface DataDocument {
  sources: SourceFile[];
  /** Raw tables as they came. */
  before: TableProfile[];
  /** Rows that cleaning kept. */
  after: TableProfile;
  cleaning: { rowsBefore: number; rowsAfter: number; removed: { reason: string; rows: number }[] };
  features: (Feature & { missingShare: number; profile: ColumnProfile })[];
  splits: {
    name: SplitName;
    rows: number;
    units: number;
    from: string | null;
    to: string | null;
    /** Mean of the label: the share of the positive class, or the mean value. */
    labelMean: number;
  }[];
  /** The SQL as it ran. */
  sql: { clean: string; features: string };
}
