/** What a control may hold: its value where the address says nothing, and the values it takes (any, where not given). */
export interface AddressField {
  fallback: string;
  allowed?: readonly string[];
}

export interface AddressState<Name extends string> {
  /** The control's value: from the address where it is allowed there, else the fallback. */
  get(name: Name): string;
  /** Writes values into the address, without a new entry in the history; a fallback leaves the address. */
  set(values: Partial<Record<Name, string>>): void;
  /** Calls `listener` after every change, by `set` or by the reader's back and forward. */
  onChange(listener: () => void): void;
}

/**
 * Keeps the state of a page's controls in the query of its address, so that a link restores the view. Names of other
 * controls in the query stay as they are.
 *
 * @example const state = addressState({ metric: { fallback: "mae", allowed: ["mae", "rmse"] } }); state.get("metric")
 */
export function addressState<Name extends string>(fields: Record<Name, AddressField>): AddressState<Name> {
  const listeners: (() => void)[] = [];
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  globalThis.addEventListener?.("popstate", tell);
  return {
    get(name) {
      const { fallback, allowed } = fields[name];
      const value = new URLSearchParams(globalThis.location?.search ?? "").get(name);
      return value !== null && (!allowed || allowed.includes(value)) ? value : fallback;
    },
    set(values) {
      const query = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(values) as [Name, string][])
        if (value === fields[name].fallback) query.delete(name);
        else query.set(name, value);
      const text = query.toString();
      history.replaceState(history.state, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
      tell();
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
