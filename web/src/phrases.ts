/** Short phrases that say where, what and when an event was. */

import { NO_DAY, type Events } from "./events";
import type { Words } from "./words";

export function placeOf(events: Events, i: number, words: Words): string {
  const [ar, en] = [events.text(i, "place_ar"), events.text(i, "place_en")];
  return (words.lang === "ar" ? ar || en : en || ar) || words.say("unplacedOne");
}

/** "Drone · Turkey ← Syrian Democratic Forces": method, then who did it and whom it hit, as far as they are told. */
export function actOf(events: Events, i: number, words: Words): string {
  const names = (field: string) => events.list(i, field).map((id) => words.name("actor", id)).join(words.comma);
  const [by, against] = [names("perpetrators"), names("targets")];
  const arrow = words.lang === "ar" ? "←" : "→";
  const parties = against ? `${by} ${arrow} ${against}`.trim() : by;
  return [words.name("method", events.text(i, "method")), parties].filter(Boolean).join(" · ");
}

export function dayOf(events: Events, i: number, words: Words): string {
  const [first, last] = [events.first[i], events.last[i]];
  if (first === NO_DAY) return words.say("undated");
  return first === last || last === NO_DAY ? words.day(first) : `${words.day(first)} – ${words.day(last)}`;
}
