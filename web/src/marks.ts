/** Shapes of events: class by shape and colour, method by sign, harm by size. The same on the map, in the list and in the legend. */

import { svg } from "./html";
import type { Events } from "./events";

/** Signs of the methods, in a box of 24. */
export const SIGNS: Record<string, string> = {
  airstrike: "M12 2l1.8 7.2L22 14v2l-8.2-2.4V19l2.4 2v1.3L12 21.2l-4.2 1.1V21l2.4-2v-5.4L2 16v-2l8.2-4.8z",
  drone: "M12 3l1.4 5.5H22V11l-8.2 2.2-.9 4.8h2.6v2h-7v-2h2.6l-.9-4.8L2 11V8.5h8.6z",
  missile: "M20.5 3.5c-5.5 0-9.5 2.5-12 6L4.5 9.8 2 13.3l4 .7 4 4 .7 4 3.5-2.5.3-4c3.5-2.5 6-6.5 6-12z",
  rocket: "M12 2c2.5 2.5 3.5 5.5 3.5 9v4l3 3.5v3L15 20H9l-3.5 1.5v-3l3-3.5v-4c0-3.5 1-6.5 3.5-9z",
  artillery: "M3 15.5a4.5 4.5 0 1 0 8.6-1.9L22 7.5l-2.5-4.3L6.3 11A4.5 4.5 0 0 0 3 15.5z",
  ied: "M12 1.5l2.3 5.6 5.6-2.3-2.3 5.5L22.5 12l-4.9 1.7 2.3 5.5-5.6-2.3L12 22.5l-2.3-5.6-5.6 2.3 2.3-5.5L1.5 12l4.9-1.7-2.3-5.5 5.6 2.3z",
  ground: "M5.5 2.8L12 9.3l6.5-6.5 2.7 2.7-6.5 6.5 6.5 6.5-2.7 2.7-6.5-6.5-6.5 6.5-2.7-2.7L9.3 12 2.8 5.5z",
  shooting: "M10.7 2h2.6v4.2a6 6 0 0 1 4.5 4.5H22v2.6h-4.2a6 6 0 0 1-4.5 4.5V22h-2.6v-4.2a6 6 0 0 1-4.5-4.5H2v-2.6h4.2a6 6 0 0 1 4.5-4.5zM12 8.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z",
  naval: "M11 2.5v10.3h9.5L18 17.5H6.5L3.5 12.8H8.5zM3 19c3 2 6 2 9 0 3 2 6 2 9 0v2.4c-3 1.8-6 1.8-9 0-3 1.8-6 1.8-9 0z",
  unknown: "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
};

/** Outline of a class, of radius 1: a disc for strikes, a diamond for attacks. */
const OUTLINE: Record<string, string> = {
  strike: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  attack: "M0-1.25L1.25 0L0 1.25L-1.25 0Z",
};

export interface Mark {
  class: string;
  method: string;
  /** Drawn hollow: shot down, or without effect. */
  missed: boolean;
  /** Pixels. */
  size: number;
}

export function markOf(events: Events, i: number): Mark {
  return { class: events.text(i, "class"), method: events.text(i, "method"), missed: events.text(i, "outcome") !== "hit", size: sizeOf(killed(events, i)) };
}

export function killed(events: Events, i: number): number {
  return events.number(i, "killed_max") ?? events.number(i, "killed_min") ?? 0;
}

/** Area grows with the dead, up to 100. */
export function sizeOf(killed: number): number {
  return 10 + Math.min(Math.sqrt(killed) * 1.8, 18);
}

/** Colours that the three common kinds of colour blindness tell apart; see style.css for the same as properties. */
export interface Palette {
  strike: string;
  attack: string;
  sign: string;
  paper: string;
  ink: string;
  quiet: string;
  land: string;
  border: string;
  halo: string;
  select: string;
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const names: (keyof Palette)[] = ["strike", "attack", "sign", "paper", "ink", "quiet", "land", "border", "halo", "select"];
  return Object.fromEntries(names.map((n) => [n, style.getPropertyValue(`--${n}`).trim()])) as unknown as Palette;
}

const paths = new Map<string, Path2D>();

function path(d: string): Path2D {
  const known = paths.get(d) ?? new Path2D(d);
  paths.set(d, known);
  return known;
}

export function draw(to: CanvasRenderingContext2D, mark: Mark, x: number, y: number, colours: Palette): void {
  const colour = mark.class === "strike" ? colours.strike : colours.attack;
  to.save();
  to.translate(x, y);
  to.scale(mark.size, mark.size);
  to.lineWidth = (mark.missed ? 2.5 : 1.5) / mark.size;
  to.fillStyle = mark.missed ? colours.paper : colour;
  to.strokeStyle = mark.missed ? colour : colours.halo;
  const outline = path(OUTLINE[mark.class] ?? OUTLINE.attack);
  to.fill(outline);
  to.stroke(outline);
  to.scale(1.25 / 24, 1.25 / 24);
  to.translate(-12, -12);
  to.fillStyle = mark.missed ? colour : colours.sign;
  to.fill(path(SIGNS[mark.method] ?? SIGNS.unknown), "evenodd");
  to.restore();
}

/** The same for lists and legends; without a class it is a grey disc. */
export function icon(mark: Omit<Mark, "size">): SVGElement {
  const shape = svg("path", { d: OUTLINE[mark.class] ?? OUTLINE.strike, class: mark.missed ? "missed" : "" });
  const sign = svg("path", { d: SIGNS[mark.method] ?? SIGNS.unknown, class: "sign", transform: "scale(.052) translate(-12 -12)", "fill-rule": "evenodd" });
  return svg("svg", { viewBox: "-1.4 -1.4 2.8 2.8", class: `icon ${mark.class}`, "aria-hidden": "true" }, shape, sign);
}
