/** The days of the events as a histogram, with a range of days to choose and to play. */

import { NO_DAY, type Events } from "./events";
import { $, h, on } from "./html";
import { palette } from "./marks";
import type { Store } from "./store";
import { Words } from "./words";

const HEIGHT = 56;
const MOST_BARS = 120;
const TICK_MS = 450;

export class Timeline {
  private readonly first: number;
  private readonly last: number;
  /** Days of a bar. */
  private readonly width: number;
  private readonly canvas = $<HTMLCanvasElement>("histogram");
  private readonly inputs = [$<HTMLInputElement>("from"), $<HTMLInputElement>("to")];
  private timer = 0;

  constructor(private readonly events: Events, private readonly store: Store) {
    let [first, last] = [Infinity, -Infinity];
    for (let i = 0; i < events.count; i++) {
      if (events.first[i] === NO_DAY) continue;
      first = Math.min(first, events.first[i]);
      last = Math.max(last, events.last[i]);
    }
    this.first = first;
    this.last = last;
    const span = last - first + 1;
    this.width = [1, 7, 14, 30, 91, 365].find((w) => span / w <= MOST_BARS) ?? Math.ceil(span / MOST_BARS);
    $("timeline").hidden = !Number.isFinite(span);
    if (!Number.isFinite(span)) return;
    // The handle of a day stands under the middle of its bar.
    $("slider").style.setProperty("--half", `${50 / span}%`);
    for (const input of this.inputs) {
      input.min = String(first);
      input.max = String(last);
      on(input, "input", () => this.chosen(input));
    }
    on($("play"), "click", () => (this.timer ? this.pause() : this.play()));
    on($("all-days"), "click", () => this.choose(null, null));
    this.drag();
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    store.on(["filters", "result", "lang", "theme"], () => this.update());
  }

  private range(): [number, number] {
    const { from, to } = this.store.state.filters;
    return [from ?? this.first, to ?? this.last];
  }

  /** The ends of the range are open: there, events without a day pass too. */
  private choose(from: number | null, to: number | null): void {
    const ends = { from: from === null || from <= this.first ? null : from, to: to === null || to >= this.last ? null : to };
    this.store.set({ filters: { ...this.store.state.filters, ...ends } });
  }

  private chosen(input: HTMLInputElement): void {
    const [from, to] = this.inputs.map((i) => Number(i.value));
    const here = Number(input.value);
    this.pause();
    // A handle that is moved past the other one takes it along.
    if (from <= to) this.choose(from, to);
    else this.choose(here, here);
  }

  private play(): void {
    const [from, to] = this.range();
    const all = from <= this.first && to >= this.last;
    if (all) this.choose(this.first, this.first + this.width - 1);
    else if (to >= this.last) this.choose(this.first, this.first + to - from);
    this.timer = window.setInterval(() => {
      const [start, end] = this.range();
      if (end >= this.last) this.pause();
      else this.choose(start + this.width, end + this.width);
    }, TICK_MS);
    this.update();
  }

  private pause(): void {
    if (!this.timer) return;
    window.clearInterval(this.timer);
    this.timer = 0;
    this.update();
  }

  /** A range can be drawn over the histogram. */
  private drag(): void {
    let start: number | null = null;
    const day = (event: PointerEvent) => {
      const box = this.canvas.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      const along = this.store.state.lang === "ar" ? 1 - share : share;
      return Math.round(this.first + Math.min(Math.max(along, 0), 1) * (this.last - this.first));
    };
    on(this.canvas, "pointerdown", (event) => {
      this.pause();
      start = day(event);
      this.canvas.setPointerCapture(event.pointerId);
    });
    on(this.canvas, "pointermove", (event) => {
      if (start !== null) this.choose(Math.min(start, day(event)), Math.max(start, day(event)));
    });
    const stop = () => (start = null);
    on(this.canvas, "pointerup", stop);
    on(this.canvas, "pointercancel", stop);
  }

  private update(): void {
    const { lang, result } = this.store.state;
    const words = new Words(lang);
    const range = this.range();
    this.inputs.forEach((input, at) => {
      input.value = String(range[at]);
      input.setAttribute("aria-label", words.say(at ? "to" : "from"));
      input.setAttribute("aria-valuetext", words.day(range[at]));
    });
    $("range").replaceChildren(h("bdi", {}, words.day(range[0])), " – ", h("bdi", {}, words.day(range[1])));
    const play = $("play");
    play.setAttribute("aria-label", words.say(this.timer ? "pause" : "play"));
    play.classList.toggle("playing", this.timer !== 0);
    const undated = result.shown.reduce((n, i) => n + Number(this.events.first[i] === NO_DAY), 0);
    $("undated").textContent = undated ? `${words.number(undated)} ${words.say("undated")}` : "";
    this.draw();
  }

  private draw(): void {
    const box = this.canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    if (!box.width) return;
    this.canvas.width = box.width * scale;
    this.canvas.height = HEIGHT * scale;
    const to = this.canvas.getContext("2d")!;
    to.scale(scale, scale);
    const { lang, result } = this.store.state;
    const colours = palette();
    const bars = Math.floor((this.last - this.first) / this.width) + 1;
    const tallies = [new Uint32Array(bars), new Uint32Array(bars)];
    for (const i of result.anyDay) {
      const day = this.events.first[i];
      if (day !== NO_DAY) tallies[this.events.text(i, "class") === "strike" ? 0 : 1][Math.floor((day - this.first) / this.width)]++;
    }
    const highest = Math.max(1, ...tallies[0].map((n, b) => n + tallies[1][b]));
    const chart = HEIGHT - 16;
    const step = box.width / bars;
    const x = (bar: number) => (lang === "ar" ? box.width - (bar + 1) * step : bar * step);
    const [from, until] = this.range();
    for (let b = 0; b < bars; b++) {
      const day = this.first + b * this.width;
      to.globalAlpha = day + this.width - 1 >= from && day <= until ? 1 : 0.25;
      let y = chart;
      for (const [at, colour] of [[1, colours.attack], [0, colours.strike]] as const) {
        const height = (tallies[at][b] / highest) * (chart - 2);
        to.fillStyle = colour;
        to.fillRect(x(b) + 0.5, y - height, Math.max(Math.min(step - 1, 26), 1), height);
        // A line of paper parts the classes also for those who see no colours.
        y -= height + (height ? 1 : 0);
      }
    }
    to.globalAlpha = 1;
    to.fillStyle = colours.quiet;
    to.font = "11px system-ui, sans-serif";
    to.textBaseline = "bottom";
    this.ticks(to, box.width);
  }

  private ticks(to: CanvasRenderingContext2D, width: number): void {
    const words = new Words(this.store.state.lang);
    const span = this.last - this.first + 1;
    const count = Math.max(1, Math.min(Math.floor(width / 110), span - 1));
    to.direction = words.dir;
    let free = 0;
    for (let t = 0; t <= count; t++) {
      const day = Math.round(this.first + (t / count) * (span - 1));
      const share = (day - this.first + 0.5) / span;
      const at = words.dir === "rtl" ? 1 - share : share;
      const text = span > 400 ? words.month(day) : words.day(day);
      const half = to.measureText(text).width / 2;
      const x = Math.min(Math.max(at * width, half), width - half);
      // Counted from where time begins, so that the first label stands.
      const before = words.dir === "rtl" ? width - x : x;
      if (before - half < free) continue;
      free = before + half + 12;
      to.textAlign = "center";
      to.fillText(text, x, HEIGHT);
    }
  }
}
