/** The panel of choices: each value of each facet with how many events it would show. */

import { FACETS, HARM, type Facet, type Filter } from "./filter";
import { fold } from "./fold";
import { $, h, on } from "./html";
import { icon } from "./marks";
import type { Store } from "./store";
import { Words, type Word } from "./words";

/** Facets whose values have an order of their own; the others go by how many events they have. */
const ORDER: Partial<Record<Facet, string[]>> = {
  class: ["strike", "attack"],
  harm: HARM,
  precision: ["site", "settlement", "area", "admin2", "admin1", "country", "none"],
  review: ["confirmed", "edited", "unreviewed", "rejected"],
};
/** So many values of a facet are shown; the others are found with its search field. */
const SHOWN = 40;
const SEARCH_FROM = 12;

export class Panel {
  private readonly box = $("facets");
  private readonly rows = new Map<string, { input: HTMLInputElement; count: HTMLElement; label: HTMLElement }>();

  constructor(private readonly filter: Filter, private readonly store: Store) {
    store.on(["lang"], () => this.build());
    store.on(["filters", "result", "lang"], () => this.update());
  }

  private build(): void {
    const words = new Words(this.store.state.lang);
    const open = new Set([...this.box.querySelectorAll<HTMLElement>("details[open]")].map((d) => d.dataset.facet));
    const first = this.rows.size === 0;
    this.rows.clear();
    const wide = window.matchMedia("(min-width: 760px)").matches;
    this.box.replaceChildren(
      ...FACETS.filter((f) => this.filter.options[f].length > 1 || this.store.state.filters.chosen[f].size).map((facet, at) => {
        const details = h("details", { "data-facet": facet, open: first ? wide && at < 3 : open.has(facet) });
        details.append(h("summary", {}, h("span", {}, words.say(facet as Word)), h("span", { class: "badge" })), this.values(facet, words));
        return details;
      }),
    );
  }

  private values(facet: Facet, words: Words): HTMLElement {
    const totals = this.store.state.result.counts[facet];
    const order = ORDER[facet];
    // Chosen values of an old link that no event has are shown too: else they could not be taken back.
    const all = [...new Set([...this.filter.options[facet], ...this.store.state.filters.chosen[facet]])];
    const rank = (v: string) => (order ? order.indexOf(v) : -(totals.get(v) ?? 0));
    all.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    const list = h("div", { class: "values", role: "group", "aria-label": words.say(facet as Word) });
    const show = (query: string) => {
      const wanted = fold(query);
      const found = all.filter((v) => fold(`${words.name(facet, v)} ${v}`).includes(wanted));
      list.replaceChildren(...found.slice(0, SHOWN).map((v) => this.value(facet, v, words)));
      if (found.length > SHOWN) list.append(h("span", { class: "quiet" }, `+ ${words.number(found.length - SHOWN)} ${words.say("more")}`));
    };
    show("");
    if (all.length <= SEARCH_FROM) return list;
    const search = h("input", { type: "search", "aria-label": `${words.say(facet as Word)}: ${words.say("search")}`, placeholder: "…" });
    on(search, "input", () => {
      show(search.value);
      this.update();
    });
    return h("div", {}, search, list);
  }

  private value(facet: Facet, value: string, words: Words): HTMLElement {
    const key = `${facet}\n${value}`;
    const known = this.rows.get(key);
    if (known) return known.label;
    const input = h("input", { type: "checkbox", value });
    const count = h("span", { class: "count" });
    const mark = facet === "class" ? icon({ class: value, method: "", missed: false }) : facet === "method" ? icon({ class: "", method: value, missed: false }) : null;
    const label = h("label", {}, input, mark, h("bdi", { class: "name" }, words.name(facet, value)), count);
    on(input, "change", () => {
      const { filters } = this.store.state;
      const set = new Set(filters.chosen[facet]);
      if (input.checked) set.add(value);
      else set.delete(value);
      this.store.set({ filters: { ...filters, chosen: { ...filters.chosen, [facet]: set } } });
    });
    this.rows.set(key, { input, count, label });
    return label;
  }

  private update(): void {
    const { filters, result, lang } = this.store.state;
    const words = new Words(lang);
    for (const [key, { input, count, label }] of this.rows) {
      const [facet, value] = key.split("\n") as [Facet, string];
      const n = result.counts[facet].get(value) ?? 0;
      input.checked = filters.chosen[facet].has(value);
      count.textContent = words.number(n);
      label.classList.toggle("empty", n === 0);
    }
    for (const details of this.box.querySelectorAll<HTMLElement>("details")) {
      const size = filters.chosen[details.dataset.facet as Facet].size;
      details.querySelector(".badge")!.textContent = size ? words.number(size) : "";
    }
  }
}
