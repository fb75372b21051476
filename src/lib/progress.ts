/** One step of long work, told as it happens. */
export interface ProgressEvent {
  /** Who works: `nyc-flights · boosted-trees`. */
  task: string;
  /** What is being done: `tree`, `epoch`, `reading`, `resampling`. */
  stage: string;
  /** Steps done, of `total`. */
  done: number;
  total: number;
  /** A figure worth watching, such as `validation rmse 15.9`. */
  detail?: string;
}

export type OnProgress = (event: ProgressEvent) => void;

/** Seconds left, from the mean speed since `startedAt`; NaN before the first step. */
export function secondsLeft(event: ProgressEvent, startedAt: number, now: number): number {
  return event.done > 0 ? ((now - startedAt) / 1000 / event.done) * (event.total - event.done) : Number.NaN;
}
