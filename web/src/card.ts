/** The card of one event: what it says, the words that say so, who tells it, and how to cite it. Or a choice among events of one place. */

import type { Place } from "./basemap";
import { citation } from "./citation";
import type { Details, Events, Source } from "./events";
import { $, copy, h, link, on } from "./html";
import { actOf, dayOf, placeOf } from "./phrases";
import { icon, markOf } from "./marks";
import type { Store } from "./store";
import { Words, type Word } from "./words";

/** Events of one place that are offered at once; the list has all. */
const MOST_CHOICES = 200;

export class Card {
  private readonly box = $("card");
  private shown = "";

  constructor(private readonly events: Events, private readonly store: Store, private readonly places: Place[], private readonly choose: (i: number) => void, private readonly close: () => void) {
    on(this.box, "keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    store.on(["selected", "stack", "lang"], () => this.draw());
  }

  focus(): void {
    this.box.focus();
  }

  private draw(): void {
    const { selected, stack, lang } = this.store.state;
    const words = new Words(lang);
    const key = `${selected} ${stack} ${lang}`;
    if (key === this.shown) return;
    this.shown = key;
    this.box.hidden = selected < 0 && stack.length === 0;
    if (this.box.hidden) return;
    const shut = on(h("button", { class: "plain close", "aria-label": words.say("close") }, "×"), "click", this.close);
    this.box.replaceChildren(shut, ...(selected >= 0 ? this.event(selected, words) : this.choice(stack, words)));
    this.box.scrollTop = 0;
  }

  private choice(stack: number[], words: Words): Node[] {
    const items = stack.slice(0, MOST_CHOICES).map((i) => h("li", {}, this.jump(i, words, `${dayOf(this.events, i, words)} · ${actOf(this.events, i, words)}`)));
    const more = stack.length > MOST_CHOICES ? h("p", { class: "quiet" }, `+ ${words.number(stack.length - MOST_CHOICES)} ${words.say("more")}`) : null;
    const title = `${words.number(stack.length)} ${words.say("here")}`;
    return [h("h2", { id: "card-title" }, h("bdi", {}, placeOf(this.events, stack[0], words))), h("p", { class: "quiet" }, title), h("ul", { class: "choice" }, ...items), ...(more ? [more] : [])];
  }

  private jump(i: number, words: Words, text: string): HTMLElement {
    const button = h("button", { class: "plain jump" }, icon(markOf(this.events, i)), h("span", { dir: words.dir }, text));
    return on(button, "click", () => this.choose(i));
  }

  private event(i: number, words: Words): Node[] {
    const { events } = this;
    const details = events.details(i);
    const mark = markOf(events, i);
    const head = h(
      "header",
      {},
      icon(mark),
      h("div", {}, h("h2", { id: "card-title" }, h("bdi", {}, placeOf(events, i, words))), h("p", {}, `${words.name("class", mark.class)} · ${words.name("method", mark.method)}`)),
    );
    const parts: Node[] = [head, this.facts(i, words)];
    const answered = events.answers[i];
    const told = (j: number) => `${placeOf(events, j, words)} · ${dayOf(events, j, words)}`;
    if (answered >= 0) parts.push(h("p", { class: "relation" }, h("span", {}, `${words.say("answers")}: `), this.jump(answered, words, told(answered))));
    for (const j of events.answersTo(i)) parts.push(h("p", { class: "relation" }, h("span", {}, `${words.say("answeredBy")}: `), this.jump(j, words, told(j))));
    parts.push(h("h3", {}, words.say("sources")), ...details.sources.map((s) => this.source(s, details, words)));
    parts.push(this.evidence(details, words), h("h3", {}, words.say("cite")), this.cite(i, details, words));
    if (this.store.state.stack.length > 1) {
      const back = h("button", { class: "plain back" }, `${words.dir === "rtl" ? "→" : "←"} ${words.number(this.store.state.stack.length)} ${words.say("here")}`);
      parts.unshift(on(back, "click", () => this.store.set({ selected: -1 })));
    }
    return parts;
  }

  private facts(i: number, words: Words): HTMLElement {
    const { events } = this;
    const names = (kind: string, field: string) => events.list(i, field).map((id) => words.name(kind, id)).join(words.comma);
    const one = (kind: string, field = kind) => (events.get(i, field) === null ? "" : words.name(kind, events.text(i, field)));
    const radius = events.number(i, "radius_km");
    const place = [this.unit(i, "admin2", words), this.unit(i, "admin1", words), one("country")].filter(Boolean).map(isolated).join(words.comma);
    const precise = radius === null ? words.say("unplacedOne") : `${one("precision", "geo_precision")}${words.comma}${words.say("within", { n: words.number(radius) })}`;
    const range = (what: string) => words.range(events.number(i, `${what}_min`), events.number(i, `${what}_max`)) ?? "";
    const facts: [Word, string][] = [
      ["when", [dayOf(events, i, words), one("time_of_day")].filter(Boolean).join(" · ")],
      ["where", place],
      ["precision", precise],
      ["by", names("actor", "perpetrators")],
      ["against", names("actor", "targets")],
      ["targetKind", one("target", "target_kind")],
      ["weapons", names("weapon", "weapons")],
      ["killed", range("killed")],
      ["injured", range("injured")],
      ["outcome", one("outcome")],
      ["status", one("status")],
      ["confidence", words.number(events.number(i, "confidence") ?? 0)],
    ];
    return h("dl", {}, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, words.say(name)), h("dd", {}, h("bdi", {}, value))]));
  }

  /** A governorate or district. The record names it in English; its Arabic name is the one of the gazetteer. */
  private unit(i: number, level: string, words: Words): string {
    const english = this.events.text(i, level);
    return (words.lang === "ar" && this.places.find(([, en, kind]) => kind === level && en === english)?.[0]) || english;
  }

  private source(source: Source, details: Details, words: Words): HTMLElement {
    const name = source.outlet ?? source.document;
    const quote = h("blockquote", { dir: "auto", lang: "ar" }, ...marked(source, details, words));
    const about = h("figcaption", {}, link(source.url, h("bdi", {}, name)), source.published ? h("span", {}, ` · ${source.published}`) : null, h("span", { class: "quiet" }, " · ", h("bdi", {}, source.document)));
    return h("figure", {}, quote, about);
  }

  private evidence(details: Details, words: Words): HTMLElement {
    const rows = details.evidence.map((e) =>
      h("tr", {}, h("td", {}, words.name("field", e.field)), h("td", { dir: "auto", lang: "ar" }, e.text), h("td", {}, h("code", { dir: "ltr" }, e.rule))),
    );
    const head = h("tr", {}, ...(["field", "wordsOf", "rule"] as const).map((w) => h("th", { scope: "col" }, words.say(w))));
    return h("details", {}, h("summary", {}, words.say("evidence")), h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)));
  }

  private cite(i: number, details: Details, words: Words): HTMLElement {
    const text = citation(this.events, i, details, words.lang);
    const field = h("textarea", { readonly: true, rows: 4, dir: "auto", "aria-label": words.say("cite") });
    field.value = text;
    const said = h("span", { role: "status", class: "quiet" });
    const button = on(h("button", {}, words.say("copy")), "click", async () => {
      const done = await copy(text);
      if (!done) field.select();
      said.textContent = words.say(done ? "copied" : "copyByHand");
    });
    return h("div", { class: "cite" }, field, button, said);
  }
}

/** An English name keeps its own direction in an Arabic line. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** The quote with the words behind each field marked. Offsets count characters; a quote that is not as long as they say stays unmarked. */
export function marked(source: Source, details: Details, words: Words): Node[] {
  const characters = [...source.quote];
  if (characters.length !== source.end - source.start) return [document.createTextNode(source.quote)];
  const fields: string[][] = characters.map(() => []);
  for (const e of details.evidence) {
    if (e.document !== source.document) continue;
    for (let at = Math.max(e.start, source.start); at < Math.min(e.end, source.end); at++) {
      const here = fields[at - source.start];
      if (!here.includes(e.field)) here.push(e.field);
    }
  }
  const nodes: Node[] = [];
  for (let at = 0; at < characters.length; ) {
    let end = at + 1;
    while (end < characters.length && String(fields[end]) === String(fields[at])) end++;
    const text = characters.slice(at, end).join("");
    const told = fields[at].map((f) => words.name("field", f)).join(" · ");
    nodes.push(told ? h("mark", { title: told, "data-field": fields[at][0] }, text) : document.createTextNode(text));
    at = end;
  }
  return nodes;
}
