/** The page as a table of contents: read the data, restore what the address says, connect the views. */

import "./trusted";
import "leaflet/dist/leaflet.css";
import "./style.css";
import L from "leaflet";
import { isTileAddress } from "./addresses";
import { Basemap, remembered, type Place, type Settings } from "./basemap";
import { Card } from "./card";
import { MAX_ZOOM } from "./clusters";
import { Events } from "./events";
import { csv, download, geojson } from "./export";
import { Filter, noFilters } from "./filter";
import { $, copy, h, link, on } from "./html";
import { EventLayer } from "./layer";
import { drawLegend } from "./legend";
import { List } from "./list";
import { keepLink } from "./location";
import { palette } from "./marks";
import { Panel } from "./panel";
import * as permalink from "./permalink";
import { preparePrinting } from "./print";
import { Store } from "./store";
import { Timeline } from "./timeline";
import { Words, type Word } from "./words";

const block = <T>(id: string): T => JSON.parse($(id).textContent ?? "");

function start(): void {
  const events = Events.read(document);
  const settings = block<Settings>("settings");
  const places = block<Place[]>("places");
  const filter = new Filter(events);
  const linked = permalink.read(location.hash);
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const result = filter.apply(linked.filters);
  const store = new Store({
    filters: linked.filters,
    result,
    listed: result.shown,
    lang: linked.lang ?? (navigator.language.startsWith("ar") || !navigator.language.startsWith("en") ? "ar" : "en"),
    theme: linked.theme ?? (dark ? "dark" : "light"),
    selected: linked.event === null ? -1 : events.indexOf(linked.event),
    stack: [],
    inView: linked.inView,
  });

  // The interface's words and colours come first: everything that is drawn later measures them.
  store.on(["theme"], ({ theme }) => (document.documentElement.dataset.theme = theme));
  store.on(["lang", "theme"], ({ lang, theme }) => translate(new Words(lang), theme));

  const map = L.map("map", { zoomControl: false, attributionControl: false, maxZoom: MAX_ZOOM, minZoom: 2, worldCopyJump: true, zoomSnap: 1 });
  if (linked.view) map.setView([linked.view.lat, linked.view.lon], linked.view.zoom);
  else fit(map, events, result.shown);
  const layer = new EventLayer(events, places);
  const tiles = () => remembered() ?? settings.tiles;
  const basemap = new Basemap(map, tiles(), (hasTiles) => {
    layer.names = !hasTiles;
    layer.redraw();
  });
  layer.addTo(map);

  const select = (i: number, stack: number[] = store.state.stack.includes(i) ? store.state.stack : []) => {
    store.set({ selected: i, stack });
    if (i >= 0 && events.hasPoint(i)) bringIntoView(map, L.latLng(events.lat[i], events.lon[i]));
  };
  let opener: HTMLElement | null = null;
  const close = () => {
    store.set({ selected: -1, stack: [] });
    opener?.focus();
    opener = null;
  };
  const card = new Card(events, store, places, (i) => select(i), close);
  const list = new List(events, store, (i, byKeyboard) => {
    select(i, []);
    if (!byKeyboard) return;
    opener = $("list");
    card.focus();
  });
  new Panel(filter, store);
  new Timeline(events, store);
  preparePrinting(events, store);

  let applied = linked.filters;
  store.on(["filters"], ({ filters }) => {
    if (filters === applied) return;
    applied = filters;
    store.set({ result: filter.apply(filters) });
  });
  const relist = () => store.set({ listed: store.state.inView ? inSight(map, events, store.state.result.shown) : store.state.result.shown });
  store.on(["result", "inView"], relist);
  store.on(["result"], ({ result }) => layer.show(result.shown));
  store.on(["selected", "lang", "theme"], ({ selected, lang }) => {
    basemap.colour(palette());
    layer.selected = selected;
    layer.arabic = lang === "ar";
    layer.redraw();
  });
  store.on(["lang", "theme"], ({ lang }) => {
    drawLegend(new Words(lang), filter.options.method);
    $("credit").replaceChildren(...credit(settings, tiles(), new Words(lang)));
  });
  store.on(["listed", "lang"], () => count(events, store));

  pointAtEvents(map, layer, store, select);
  controls(map, events, store, basemap, settings, list);
  searchField(filter, store);
  keepLink(map, events, store);
  map.on("moveend", () => {
    if (store.state.inView) relist();
  });
  // A view that the address gives stays as it is.
  if (store.state.selected >= 0 && !linked.view) select(store.state.selected);
  $("loading").remove();
  document.documentElement.dataset.ready = "";
}

/** Put the words of the language into the skeleton of the page. */
function translate(words: Words, theme: permalink.Theme): void {
  document.documentElement.lang = words.lang;
  document.documentElement.dir = words.dir;
  for (const element of document.querySelectorAll<HTMLElement>("[data-say]")) element.textContent = words.say(element.dataset.say as Word);
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    const text = words.say(element.dataset.label as Word);
    element.setAttribute("aria-label", text);
    if (element.tagName === "BUTTON") element.title = text;
    if (element instanceof HTMLInputElement && element.type === "search") element.placeholder = text;
  }
  const other = $("language");
  other.textContent = words.say("switchLanguage");
  other.lang = words.lang === "ar" ? "en" : "ar";
  $("theme").setAttribute("aria-label", words.say(theme === "dark" ? "light" : "dark"));
  $("theme").title = words.say(theme === "dark" ? "light" : "dark");
}

function count(events: Events, { state }: Store): void {
  const words = new Words(state.lang);
  const text = words.say("shownOf", { n: words.number(state.listed.length), all: words.number(events.count) });
  const unplaced = state.listed.reduce((n, i) => n + Number(!events.hasPoint(i)), 0);
  $("count").textContent = unplaced ? `${text} · ${words.number(unplaced)} ${words.say("unplaced")}` : text;
  document.title = `${words.say("title")} – ${text}`;
}

function fit(map: L.Map, events: Events, shown: Uint32Array): void {
  const points = [...shown].filter((i) => events.hasPoint(i)).map((i): L.LatLngTuple => [events.lat[i], events.lon[i]]);
  if (points.length) map.fitBounds(L.latLngBounds(points), { padding: [40, 40], maxZoom: 11, animate: false });
  else map.setView([33.5, 40], 5);
}

function inSight(map: L.Map, events: Events, shown: Uint32Array): Uint32Array {
  const box = map.getBounds();
  return shown.filter((i) => events.hasPoint(i) && box.contains([events.lat[i], events.lon[i]]));
}

/** Move the map only where the event would be out of sight or under the card. */
function bringIntoView(map: L.Map, point: L.LatLng): void {
  const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (!map.getBounds().contains(point)) map.setView(point, Math.max(map.getZoom(), 7), { animate });
  const [box, card] = [map.getContainer(), $("card")].map((e) => e.getBoundingClientRect());
  const sheet = card.width > box.width * 0.8;
  const [left, right] = sheet ? [0, 0] : card.left - box.left < box.right - card.right ? [card.right - box.left, 0] : [0, box.right - card.left];
  const bottom = sheet ? Math.max(0, Math.min(box.bottom - card.top, box.height - 90)) : 0;
  map.panInside(point, { paddingTopLeft: [left + 70, 45], paddingBottomRight: [right + 70, bottom + 45], animate });
}

function pointAtEvents(map: L.Map, layer: EventLayer, store: Store, select: (i: number, stack?: number[]) => void): void {
  map.on("mousemove", ({ containerPoint }) => map.getContainer().classList.toggle("over", layer.at(containerPoint) !== null));
  map.on("click", ({ containerPoint }) => {
    const item = layer.at(containerPoint);
    if (!item) return;
    if (item.event >= 0) return select(item.event, []);
    const zoom = layer.zoomInto(item);
    if (zoom <= MAX_ZOOM && map.getZoom() < MAX_ZOOM) map.setView([item.lat, item.lon], Math.max(zoom, map.getZoom() + 1));
    else store.set({ selected: -1, stack: layer.members(item) });
  });
}

function controls(map: L.Map, events: Events, store: Store, basemap: Basemap, settings: Settings, list: List): void {
  const { state } = store;
  const click = (id: string, act: () => void) => on($(id), "click", act);
  click("zoom-in", () => map.zoomIn());
  click("zoom-out", () => map.zoomOut());
  click("fit", () => fit(map, events, state.result.shown));
  click("language", () => store.set({ lang: state.lang === "ar" ? "en" : "ar" }));
  click("theme", () => store.set({ theme: state.theme === "dark" ? "light" : "dark" }));
  click("print", () => window.print());
  click("clear", () => store.set({ filters: noFilters() }));
  click("leap", () => list.focus());
  click("geojson", () => download(geojson(events, state.listed), "events.geojson", "application/geo+json"));
  click("csv", () => download(csv(events, state.listed), "events.csv", "text/csv;charset=utf-8"));
  click("link", async () => {
    const done = await copy(location.href);
    $("said").textContent = new Words(state.lang).say(done ? "copied" : "copyByHand");
  });

  const inView = $<HTMLInputElement>("in-view");
  inView.checked = state.inView;
  on(inView, "change", () => store.set({ inView: inView.checked }));

  const address = $<HTMLInputElement>("tiles");
  address.value = remembered() ?? settings.tiles ?? "";
  on($("basemap-form"), "submit", (event) => {
    event.preventDefault();
    const typed = address.value.trim();
    const sound = typed === "" || isTileAddress(typed);
    $("tiles-wrong").hidden = sound;
    if (!sound) return;
    basemap.remember(typed);
    basemap.tiles(typed);
    $("credit").replaceChildren(...credit(settings, typed, new Words(state.lang)));
  });

  for (const tab of document.querySelectorAll<HTMLElement>("[role=tab]")) {
    on(tab, "click", () => showTab(tab.id));
    on(tab, "keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = tab.id === "tab-events" ? "tab-filters" : "tab-events";
      showTab(other);
      $(other).focus();
    });
  }
  // A menu closes when something is chosen in it, or something else is touched.
  for (const choice of document.querySelectorAll(".menu button.plain")) choice.addEventListener("click", () => choice.closest("details")!.removeAttribute("open"));
  addEventListener("pointerdown", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) if (!menu.contains(event.target as Node)) menu.open = false;
  });
}

function searchField(filter: Filter, store: Store): void {
  const search = $<HTMLInputElement>("search");
  let waiting = 0;
  // While the visitor begins to type, in steps that do not hold up the page.
  const prepare = () => {
    if (!filter.prepare(1000)) setTimeout(prepare);
  };
  search.addEventListener("focus", prepare, { once: true });
  on(search, "input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => store.set({ filters: { ...store.state.filters, text: search.value.trim() } }), 150);
  });
  store.on(["filters"], ({ filters }) => {
    if (search.value.trim() !== filters.text) search.value = filters.text;
    const active = filters.text !== "" || filters.from !== null || filters.to !== null || Object.values(filters.chosen).some((set) => set.size);
    $("clear").hidden = !active;
  });
}

function showTab(id: string): void {
  for (const tab of document.querySelectorAll<HTMLElement>("[role=tab]")) {
    const on = tab.id === id;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    $(tab.getAttribute("aria-controls")!).hidden = !on;
  }
}

/** Whom to credit: for OpenStreetMap a link, for other tiles their own text or host. */
function credit(settings: Settings, address: string | null, words: Words): Node[] {
  const own = address === settings.tiles ? settings.attribution : "";
  const host = address && isTileAddress(address) ? new URL(address.replaceAll(/[{}]/g, "")).host : "";
  const text = own || (host.endsWith("openstreetmap.org") ? "© OpenStreetMap contributors" : host);
  const tiles = host.endsWith("openstreetmap.org") ? link("https://www.openstreetmap.org/copyright", text) : h("span", {}, text);
  const parts = [link("https://leafletjs.com", "Leaflet"), ...(text ? [tiles] : []), h("span", {}, words.say("borders")), h("span", {}, words.say("gazetteer"))];
  return parts.flatMap((part, at) => (at ? [" · ", part] : [part])).map((part) => (typeof part === "string" ? document.createTextNode(part) : part));
}

try {
  start();
} catch (error) {
  const words = new Words(navigator.language.startsWith("en") ? "en" : "ar");
  $("loading").textContent = words.say("failed");
  throw error;
}
