/** The only ways in which the page makes elements: text is set as text, never parsed. */

import { webAddress } from "./addresses";

export type Child = Node | string | null | false | undefined;

type Attributes = Record<string, string | number | boolean | null | undefined>;

/** An element. Attributes that are `null` or `false` are left out, `true` is written empty. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.filter((c): c is Node | string => Boolean(c)));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag: string, attributes: Attributes, ...children: Node[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) throw new Error(`${name}: listeners are added, not written`);
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
}

export function on<K extends keyof HTMLElementEventMap, E extends HTMLElement>(element: E, type: K, listener: (event: HTMLElementEventMap[K]) => void): E {
  element.addEventListener(type, listener);
  return element;
}

/** The element with an id; the page's own skeleton has them all. */
export function $<E extends HTMLElement = HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

/** A link to elsewhere, or only its text where the address is none of the web. */
export function link(address: string | null, ...children: Child[]): HTMLElement {
  const href = webAddress(address);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children) : h("span", {}, ...children);
}

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
