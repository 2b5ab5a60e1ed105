/** Paper has no list to scroll: before printing, the events that are shown are laid out as a table. */

import type { Events } from "./events";
import { FACETS } from "./filter";
import { $, h } from "./html";
import { dayOf, placeOf } from "./phrases";
import type { State, Store } from "./store";
import { Words } from "./words";

const MOST = 1000;

export function preparePrinting(events: Events, store: Store): void {
  addEventListener("beforeprint", () => {
    $("paper").replaceChildren(...paper(events, store.state));
    $<HTMLDetailsElement>("legend").open = true;
  });
  addEventListener("afterprint", () => $("paper").replaceChildren());
}

function paper(events: Events, { listed, filters, lang }: State): Node[] {
  const words = new Words(lang);
  const chosen = FACETS.filter((f) => filters.chosen[f].size).map((f) => `${words.say(f)}: ${[...filters.chosen[f]].map((v) => words.name(f, v)).join(words.comma)}`);
  if (filters.from !== null) chosen.push(`${words.say("from")}: ${words.day(filters.from)}`);
  if (filters.to !== null) chosen.push(`${words.say("to")}: ${words.day(filters.to)}`);
  if (filters.text) chosen.push(`“${filters.text}”`);
  const head = (["when", "where", "summary", "sources"] as const).map((w) => h("th", { scope: "col" }, words.say(w)));
  const rows = [...listed.slice(0, MOST)].map((i) => {
    const { summary_ar, summary_en, sources } = events.details(i);
    const told = sources.map((s) => [s.outlet ?? s.document, s.url].filter(Boolean).join(" ")).join("; ");
    return h("tr", {}, ...[dayOf(events, i, words), placeOf(events, i, words), lang === "ar" ? summary_ar : summary_en, told].map((t) => h("td", { dir: "auto" }, t)));
  });
  const some = listed.length > MOST ? h("p", {}, words.say("printed", { n: words.number(MOST), all: words.number(listed.length) })) : null;
  return [h("p", {}, chosen.join(" · ")), h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)), ...(some ? [some] : [])];
}
