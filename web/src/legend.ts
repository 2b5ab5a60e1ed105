/** What the shapes, colours and signs mean. */

import { $, h, svg } from "./html";
import { SIGNS, icon, sizeOf } from "./marks";
import { Words } from "./words";

export function drawLegend(words: Words, methods: string[]): void {
  const entry = (picture: Element, text: string) => h("li", {}, picture, h("span", {}, text));
  const ring = (children: SVGElement[], box = "-14 -14 28 28") => svg("svg", { viewBox: box, class: "icon", "aria-hidden": "true" }, ...children);
  const half = (sweep: number, name: string) => svg("path", { d: `M0-9A9 9 0 0 ${sweep} 0 9`, class: `arc ${name}` });
  const sizes = [1, 10, 50].map((n) => h("span", { class: "size" }, sizeDot(n), h("span", {}, words.number(n))));
  $("legend-body").replaceChildren(
    h(
      "ul",
      {},
      entry(icon({ class: "strike", method: "", missed: false }), words.name("class", "strike")),
      entry(icon({ class: "attack", method: "", missed: false }), words.name("class", "attack")),
      entry(icon({ class: "strike", method: "missile", missed: true }), words.say("missed")),
      entry(ring([half(1, "strike"), half(0, "attack")]), words.say("several")),
      entry(ring([svg("circle", { r: 11, class: "reach" })]), words.say("uncertainty")),
      entry(ring([svg("path", { d: "M-11 6Q0-9 9-1M9-1L2-1M9-1L7-8", class: "arrow" })]), words.say("answer")),
    ),
    h("ul", { class: "methods" }, ...Object.keys(SIGNS).filter((m) => methods.includes(m)).map((m) => entry(icon({ class: "", method: m, missed: false }), words.name("method", m)))),
    h("p", { class: "sizes" }, h("span", {}, words.say("bySize")), ...sizes),
  );
}

function sizeDot(dead: number): SVGElement {
  const r = sizeOf(dead);
  return svg("svg", { width: 2 * r, height: 2 * r, viewBox: `${-r} ${-r} ${2 * r} ${2 * r}`, "aria-hidden": "true" }, svg("circle", { r: r - 1, class: "sizeDot" }));
}
