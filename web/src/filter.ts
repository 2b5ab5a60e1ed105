/** Which events are shown. */

import { NO_DAY, type Events } from "./events";
import { fold, words } from "./fold";

/** The filters that are choices, in the order of the panel; their names stand in the address. */
export const FACETS = ["class", "method", "by", "against", "harm", "precision", "source", "country", "outcome", "review"] as const;
export type Facet = (typeof FACETS)[number];

/** The value of a facet for events that have none. */
export const NONE = "none";

export interface Filters {
  /** First and last day; `null` is open, and lets events without a day pass. */
  from: number | null;
  to: number | null;
  text: string;
  /** Choices; an empty set admits all. */
  chosen: Record<Facet, Set<string>>;
}

export function noFilters(): Filters {
  return { from: null, to: null, text: "", chosen: Object.fromEntries(FACETS.map((f) => [f, new Set<string>()])) as Record<Facet, Set<string>> };
}

/** Steps of harm, from the figure that the event has at most. */
export const HARM = ["killed-20", "killed-5", "killed-1", "injured", "unhurt", NONE];

function harm(events: Events, i: number): string {
  const most = (what: string) => Math.max(events.number(i, `${what}_max`) ?? -1, events.number(i, `${what}_min`) ?? -1);
  const killed = most("killed");
  const injured = most("injured");
  if (killed >= 20) return "killed-20";
  if (killed >= 5) return "killed-5";
  if (killed >= 1) return "killed-1";
  if (injured >= 1) return "injured";
  return killed === 0 || injured === 0 ? "unhurt" : NONE;
}

function valuesOf(events: Events, facet: Facet, i: number): string | string[] {
  const one = (name: string) => events.text(i, name) || NONE;
  const many = (list: string[]) => (list.length === 0 ? NONE : list.length === 1 ? list[0] : list);
  switch (facet) {
    case "by":
      return many(events.list(i, "perpetrators"));
    case "against":
      return many(events.list(i, "targets"));
    case "source":
      return many(events.outlets(i));
    case "harm":
      return harm(events, i);
    case "precision":
      return one("geo_precision");
    default:
      return one(facet);
  }
}

export interface Result {
  /** Indices of the events that pass, in the record's order. */
  shown: Uint32Array;
  /** Those that pass all filters but the days: what the histogram shows. */
  anyDay: Uint32Array;
  /** For each facet, how many events each value would show with the other filters as they are. */
  counts: Record<Facet, Map<string, number>>;
}

/** Holds what does not change, so that each filtering is one pass over arrays. */
export class Filter {
  readonly options: Record<Facet, string[]>;
  private readonly codes: Record<Facet, Uint32Array[]>;
  /** What a search looks through, made when someone is about to search: most visits do not. */
  private readonly haystack: string[] = [];

  constructor(private readonly events: Events) {
    this.options = {} as Record<Facet, string[]>;
    this.codes = {} as Record<Facet, Uint32Array[]>;
    for (const facet of FACETS) {
      const index = new Map<string, number>();
      const interned = new Map<string, Uint32Array>();
      const codes: Uint32Array[] = new Array(events.count);
      for (let i = 0; i < events.count; i++) {
        const values = valuesOf(events, facet, i);
        const key = typeof values === "string" ? values : values.join("\n");
        let code = interned.get(key);
        if (!code) {
          code = Uint32Array.from([values].flat(), (v) => index.get(v) ?? (index.set(v, index.size), index.size - 1));
          interned.set(key, code);
        }
        codes[i] = code;
      }
      this.options[facet] = [...index.keys()];
      this.codes[facet] = codes;
    }
  }

  apply(filters: Filters): Result {
    const { events } = this;
    const chosen = FACETS.map((f) => (filters.chosen[f].size ? this.options[f].map((o) => filters.chosen[f].has(o)) : null));
    const counts = FACETS.map((f) => new Uint32Array(this.options[f].length));
    const codes = FACETS.map((f) => this.codes[f]);
    const wanted = words(filters.text);
    const texts = wanted.length ? this.haystack : null;
    if (texts) this.prepare(events.count);
    const shown: number[] = [];
    const anyDay: number[] = [];
    for (let i = 0; i < events.count; i++) {
      if (texts && !wanted.every((w) => texts[i].includes(w))) continue;
      const inTime = passesDays(events.first[i], events.last[i], filters);
      let failed = -1;
      let failures = 0;
      for (let f = 0; f < chosen.length && failures < 2; f++) {
        const set = chosen[f];
        if (set && !codes[f][i].some((c) => set[c])) {
          failed = f;
          failures++;
        }
      }
      if (failures === 0) anyDay.push(i);
      if (!inTime || failures > 1) continue;
      if (failures === 0) shown.push(i);
      for (let f = 0; f < chosen.length; f++) {
        if (failures === 0 || f === failed) for (const c of codes[f][i]) counts[f][c]++;
      }
    }
    const named = FACETS.map((f, at) => [f, new Map(this.options[f].map((o, c) => [o, counts[at][c]]))]);
    return { shown: Uint32Array.from(shown), anyDay: Uint32Array.from(anyDay), counts: Object.fromEntries(named) };
  }

  /** Make the texts to search for so many more events; true when there are no more. */
  prepare(more: number): boolean {
    const { events, haystack } = this;
    for (const until = Math.min(haystack.length + more, events.count); haystack.length < until; ) {
      const i = haystack.length;
      const { summary_ar, summary_en, sources } = events.details(i);
      const fields = ["event_id", "place_ar", "place_en", "admin1", "admin2"].map((name) => events.text(i, name));
      const told = sources.flatMap((s) => [s.quote, s.outlet ?? "", s.document]);
      haystack.push(fold([summary_ar, summary_en, ...fields, ...told].join("\n")));
    }
    return haystack.length === events.count;
  }
}

function passesDays(first: number, last: number, { from, to }: Filters): boolean {
  if (from === null && to === null) return true;
  if (first === NO_DAY) return false;
  return (from === null || last >= from) && (to === null || first <= to);
}
