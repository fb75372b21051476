import { secondsLeft, type OnProgress } from "../lib/progress.js";

interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const duration = (seconds: number): string =>
  !Number.isFinite(seconds)
    ? ""
    : seconds < 60
      ? `${Math.ceil(seconds)} s left`
      : `${Math.ceil(seconds / 60)} min left`;

/** On a terminal one line that rewrites itself; elsewhere (CI) a plain line when a task's stage begins, every ten seconds, and ends. */
export function progressPrinter(screen: Screen): { onProgress: OnProgress; line(text: string): void; end(): void } {
  const live = Boolean(screen.isTTY);
  const started = new Map<string, { at: number; printed: number }>();
  let shown = "";
  const clear = (): void => {
    if (shown) screen.write("\r\u001b[2K");
    shown = "";
  };
  return {
    onProgress: (event) => {
      const now = Date.now();
      const key = `${event.task}\n${event.stage}`;
      let entry = started.get(key);
      const first = !entry;
      if (!entry) started.set(key, (entry = { at: now, printed: now }));
      const left = duration(secondsLeft(event, entry.at, now));
      const text = [`${event.task}: ${event.stage} ${event.done}/${event.total}`, event.detail, left]
        .filter(Boolean)
        .join(" · ");
      if (live) {
        if (!first && event.done < event.total && now - entry.printed < 100) return;
        clear();
        shown = text.slice(0, Math.max(20, (screen.columns ?? 100) - 1));
        screen.write(shown);
        entry.printed = now;
      } else if (first || event.done >= event.total || now - entry.printed >= 10_000) {
        screen.write(`${text}\n`);
        entry.printed = now;
      }
      if (event.done >= event.total) started.delete(key);
    },
    line: (text) => {
      clear();
      screen.write(`${text}\n`);
    },
    end: clear,
  };
}
