/** View and filters as the part of the address after `#`, and back. */

import { toDay, toIso } from "./events";
import { FACETS, noFilters, type Filters } from "./filter";

export type Lang = "ar" | "en";
export type Theme = "light" | "dark";

export interface View {
  lat: number;
  lon: number;
  zoom: number;
}

export interface Link {
  filters: Filters;
  lang: Lang | null;
  theme: Theme | null;
  /** Of the selected event. */
  event: string | null;
  view: View | null;
  /** The list shows only what the map shows. */
  inView: boolean;
}

export function write(link: Link): string {
  const to = new URLSearchParams();
  const { view, filters } = link;
  if (view) to.set("map", `${view.zoom}/${view.lat.toFixed(4)}/${view.lon.toFixed(4)}`);
  if (filters.from !== null) to.set("from", toIso(filters.from));
  if (filters.to !== null) to.set("to", toIso(filters.to));
  for (const facet of FACETS) for (const value of filters.chosen[facet]) to.append(facet, value);
  if (filters.text) to.set("q", filters.text);
  if (link.event) to.set("event", link.event);
  if (link.inView) to.set("inview", "1");
  if (link.lang) to.set("lang", link.lang);
  if (link.theme) to.set("theme", link.theme);
  return to.toString().replaceAll("%2F", "/");
}

/** What cannot be read is left out: an address is typed and cut by people. */
export function read(hash: string): Link {
  const from = new URLSearchParams(hash.replace(/^#/, ""));
  const one = <T extends string>(name: string, known: readonly T[]) => known.find((k) => k === from.get(name)) ?? null;
  const filters = noFilters();
  filters.from = toDay(from.get("from") ?? "");
  filters.to = toDay(from.get("to") ?? "");
  filters.text = from.get("q") ?? "";
  for (const facet of FACETS) filters.chosen[facet] = new Set(from.getAll(facet));
  return {
    filters,
    lang: one("lang", ["ar", "en"]),
    theme: one("theme", ["light", "dark"]),
    event: from.get("event"),
    view: readView(from.get("map")),
    inView: from.get("inview") === "1",
  };
}

function readView(text: string | null): View | null {
  const parts = text?.split("/").map(Number) ?? [];
  const [zoom, lat, lon] = parts;
  const sound = parts.length === 3 && parts.every(Number.isFinite) && zoom >= 0 && zoom <= 19 && Math.abs(lat) <= 85 && Math.abs(lon) <= 360;
  return sound ? { zoom, lat, lon } : null;
}
