/** The list beside the map: as long as the filters leave it, but only the rows in sight are elements. */

import type { Events } from "./events";
import { $, h, on } from "./html";
import { icon, killed, markOf } from "./marks";
import { actOf, dayOf, placeOf } from "./phrases";
import type { Store } from "./store";
import { Words } from "./words";

const ROW = 68;

export class List {
  private readonly box = $("list");
  private readonly rows = h("div", { role: "presentation", class: "rows" });
  /** Position in the list to which the keyboard has gone. */
  private active = 0;

  constructor(private readonly events: Events, private readonly store: Store, private readonly choose: (i: number, byKeyboard: boolean) => void) {
    this.box.append(this.rows);
    on(this.box, "scroll", () => this.draw());
    on(this.box, "keydown", (event) => this.key(event));
    on(this.rows, "click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("[data-at]");
      if (!row) return;
      this.active = Number(row.dataset.at);
      this.choose(this.store.state.listed[this.active], false);
    });
    new ResizeObserver(() => this.draw()).observe(this.box);
    store.on(["listed", "lang"], () => {
      this.active = Math.min(this.active, Math.max(0, store.state.listed.length - 1));
      this.draw();
    });
    store.on(["selected"], ({ selected, listed }) => {
      const at = listed.indexOf(selected);
      if (at >= 0) this.go(at);
      else this.draw();
    });
  }

  focus(): void {
    this.box.focus();
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW) - 1);
    const last = this.store.state.listed.length - 1;
    const moves: Record<string, number> = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page, PageUp: this.active - page, Home: 0, End: last };
    if (event.key in moves) this.go(Math.min(Math.max(moves[event.key], 0), last));
    else if ((event.key === "Enter" || event.key === " ") && last >= 0) this.choose(this.store.state.listed[this.active], true);
    else return;
    event.preventDefault();
  }

  /** Make a row the active one and bring it into sight. */
  private go(at: number): void {
    this.active = Math.max(at, 0);
    const top = this.active * ROW;
    const { scrollTop, clientHeight } = this.box;
    if (top < scrollTop) this.box.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.box.scrollTop = top + ROW - clientHeight;
    this.draw();
  }

  private draw(): void {
    const { listed, lang } = this.store.state;
    const words = new Words(lang);
    const from = Math.max(0, Math.floor(this.box.scrollTop / ROW) - 3);
    const until = Math.min(listed.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / ROW) + 3);
    this.rows.style.height = `${listed.length * ROW}px`;
    this.rows.replaceChildren(...Array.from({ length: Math.max(0, until - from) }, (_, k) => this.row(from + k, listed, words)));
    $("nothing").hidden = listed.length > 0;
    const inSight = listed.length > 0 && this.active >= from && this.active < until;
    if (inSight) this.box.setAttribute("aria-activedescendant", `row-${listed[this.active]}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  private row(at: number, listed: Uint32Array, words: Words): HTMLElement {
    const { events } = this;
    const i = listed[at];
    const dead = killed(events, i);
    const selected = i === this.store.state.selected;
    const row = h(
      "div",
      {
        role: "option",
        id: `row-${i}`,
        "data-at": at,
        class: at === this.active ? "row active" : "row",
        "aria-selected": String(selected),
        "aria-posinset": at + 1,
        "aria-setsize": listed.length,
      },
      icon(markOf(events, i)),
      h("span", { class: "what" }, h("strong", {}, h("bdi", {}, placeOf(events, i, words))), h("span", { class: "act" }, actOf(events, i, words))),
      h("span", { class: "when" }, h("time", {}, dayOf(events, i, words)), dead ? h("span", { class: "dead" }, `${words.say("killed")}: `, h("b", {}, words.number(dead))) : null),
    );
    row.style.top = `${at * ROW}px`;
    return row;
  }
}
