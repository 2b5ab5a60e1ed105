import type L from "leaflet";
import type { Events } from "./events";
import { $ } from "./html";
import * as permalink from "./permalink";
import type { Store } from "./store";

/** The address follows what is chosen, and what is typed into the address is chosen. */
export function keepLink(map: L.Map, events: Events, store: Store): void {
  const { state } = store;
  let written = location.hash;
  let waiting = 0;
  // Language and theme stand in the address once they have been chosen: others then see the same.
  const first = { lang: state.lang, theme: state.theme };
  const linked = permalink.read(location.hash);
  const write = () => {
    const { lat, lng } = map.getCenter();
    const hash = permalink.write({
      filters: state.filters,
      lang: linked.lang || state.lang !== first.lang ? state.lang : null,
      theme: linked.theme || state.theme !== first.theme ? state.theme : null,
      event: state.selected < 0 ? null : events.text(state.selected, "event_id"),
      view: { lat, lon: lng, zoom: map.getZoom() },
      inView: state.inView,
    });
    written = `#${hash}`;
    history.replaceState(null, "", written);
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(write, 200);
  };
  store.on(["filters", "lang", "theme", "selected", "inView"], soon);
  map.on("moveend", soon);
  addEventListener("hashchange", () => {
    if (location.hash === written) return;
    const typed = permalink.read(location.hash);
    if (typed.view) map.setView([typed.view.lat, typed.view.lon], typed.view.zoom, { animate: false });
    const selected = typed.event === null ? -1 : events.indexOf(typed.event);
    store.set({ filters: typed.filters, inView: typed.inView, lang: typed.lang ?? state.lang, theme: typed.theme ?? state.theme, selected, stack: [] });
    $<HTMLInputElement>("in-view").checked = typed.inView;
  });
}
