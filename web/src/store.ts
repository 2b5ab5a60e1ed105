/** What the visitor has chosen, and who wants to know of it. */

import type { Filters, Result } from "./filter";
import type { Lang, Theme } from "./permalink";

export interface State {
  filters: Filters;
  /** What the filters leave; made from `filters`, never set by hand. */
  result: Result;
  /** The events of the list: `result.shown`, or those of them that the map shows. */
  listed: Uint32Array;
  lang: Lang;
  theme: Theme;
  /** Index of the selected event, or -1. */
  selected: number;
  /** Events at one place among which to choose. */
  stack: number[];
  inView: boolean;
}

type Listener = (state: State) => void;

export class Store {
  private readonly listeners: [Set<keyof State>, Listener][] = [];

  constructor(readonly state: State) {}

  /** Call back, now and whenever one of these has been set. */
  on(keys: (keyof State)[], listener: Listener): void {
    this.listeners.push([new Set(keys), listener]);
    listener(this.state);
  }

  set(change: Partial<State>): void {
    Object.assign(this.state, change);
    const changed = Object.keys(change) as (keyof State)[];
    for (const [keys, listener] of this.listeners) if (changed.some((k) => keys.has(k))) listener(this.state);
  }
}
