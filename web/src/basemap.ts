/** What lies under the events: outlines of countries, tiles over them where there is a network, names of places where there are no tiles. */

import L from "leaflet";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import borders from "virtual:borders";
import { isTileAddress } from "./addresses";
import type { Palette } from "./marks";

export interface Settings {
  tiles: string | null;
  attribution: string;
}

const REMEMBERED = "marsad.tiles";

/** The visitor's own address of tiles: kept in the browser, and never taken from a link, which could be anyone's. */
export function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

export class Basemap {
  /** Some tile has been loaded: then it has names of its own. */
  hasTiles = false;
  private layer: L.TileLayer | null = null;
  private readonly land: L.GeoJSON;
  private readonly lines: L.GeoJSON;

  constructor(private readonly map: L.Map, address: string | null, private readonly changed: (hasTiles: boolean) => void) {
    map.createPane("outlines").style.zIndex = "150";
    const options = { renderer: L.canvas({ pane: "outlines", padding: 0.5 }), pane: "outlines", interactive: false };
    const parts = JSON.parse(borders) as Topology<{ countries: GeometryCollection }>[];
    this.land = L.geoJSON(parts.map((p) => feature(p, p.objects.countries)) as unknown as GeoJSON.GeoJsonObject, options).addTo(map);
    this.lines = L.geoJSON(parts.map((p) => mesh(p, p.objects.countries)) as unknown as GeoJSON.GeoJsonObject, options).addTo(map);
    this.tiles(address);
  }

  colour(colours: Palette): void {
    this.land.setStyle({ stroke: false, fillColor: colours.land, fillOpacity: 1 });
    this.lines.setStyle({ fill: false, color: colours.border, weight: 1 });
  }

  /** Use the tiles of this address, or none. */
  tiles(address: string | null): void {
    this.layer?.remove();
    this.layer = null;
    this.hasTiles = false;
    if (address && isTileAddress(address)) {
      this.layer = L.tileLayer(address, { maxZoom: 19, minZoom: 2, className: "tile" });
      this.layer.on("tileload", () => {
        if (!this.hasTiles) {
          this.hasTiles = true;
          this.changed(true);
        }
      });
      this.layer.addTo(this.map);
    }
    this.changed(false);
  }

  remember(address: string): void {
    try {
      localStorage.setItem(REMEMBERED, address);
    } catch {
      // A browser that keeps nothing still shows the tiles until the page is closed.
    }
  }
}

/** `[name_ar, name_en, kind, lon, lat]`, the most telling kinds first. */
export type Place = [string, string, string, number, number];

const FROM_ZOOM: Record<string, number> = { country: 3, sea: 5, admin1: 7, admin2: Infinity, city: 5, town: 8, base: 10, airport: 10, field: 10, crossing: 10 };

/** Names that do not cover each other or an event. */
export function drawNames(to: CanvasRenderingContext2D, map: L.Map, places: Place[], arabic: boolean, colours: Palette, taken: Grid): void {
  const zoom = map.getZoom();
  const seen = map.getBounds().pad(0.2);
  to.textAlign = "center";
  to.textBaseline = "middle";
  to.lineJoin = "round";
  to.direction = arabic ? "rtl" : "ltr";
  for (const [ar, en, kind, lon, lat] of places) {
    if (zoom < (FROM_ZOOM[kind] ?? 11) || kind === "country" && zoom > 8 || !seen.contains([lat, lon])) continue;
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    const name = arabic ? ar : en || ar;
    const large = kind === "country" || kind === "sea" || kind === "admin1";
    to.font = `${kind === "country" ? "600 15px" : kind === "sea" || kind === "admin1" ? "italic 13px" : "13px"} ${FONT}`;
    const width = to.measureText(name).width;
    const at = large ? y : y - 11;
    if (!taken.take(x - width / 2 - 3, at - 9, x + width / 2 + 3, large ? at + 9 : y + 4)) continue;
    to.strokeStyle = colours.halo;
    to.lineWidth = 3;
    to.strokeText(name, x, at);
    to.fillStyle = large ? colours.quiet : colours.ink;
    to.fillText(name, x, at);
    if (!large) {
      to.beginPath();
      to.arc(x, y, 2, 0, 7);
      to.fill();
    }
  }
}

export const FONT = 'system-ui, "Segoe UI", "Noto Sans Arabic", "Noto Naskh Arabic", Tahoma, sans-serif';

/** Which parts of the map are covered, in cells of 32 pixels. */
export class Grid {
  private readonly cells = new Map<string, [number, number, number, number][]>();

  /** Cover a rectangle, unless some of it is covered already. */
  take(left: number, top: number, right: number, bottom: number): boolean {
    const keys: string[] = [];
    for (let x = left >> 5; x <= right >> 5; x++) for (let y = top >> 5; y <= bottom >> 5; y++) keys.push(`${x},${y}`);
    const free = keys.every((k) => !this.cells.get(k)?.some(([l, t, r, b]) => l < right && left < r && t < bottom && top < b));
    if (free) this.cover(keys, [left, top, right, bottom]);
    return free;
  }

  private cover(keys: string[], box: [number, number, number, number]): void {
    for (const key of keys) {
      const boxes = this.cells.get(key);
      if (boxes) boxes.push(box);
      else this.cells.set(key, [box]);
    }
  }
}
