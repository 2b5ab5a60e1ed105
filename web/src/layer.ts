/** One canvas over the map with all events in view: clusters, marks, circles of uncertainty, arrows and names. */

import L from "leaflet";
import { FONT, Grid, drawNames, type Place } from "./basemap";
import { Clusters, spotsOf, type Item } from "./clusters";
import type { Events } from "./events";
import { draw, markOf, palette, type Palette } from "./marks";

interface Placed {
  item: Item;
  x: number;
  y: number;
  size: number;
}

const KM_AT_EQUATOR = 40075.017;
/** Beyond so many arrows in view only those of the selected event are drawn. */
const MANY_ARROWS = 150;

export class EventLayer extends L.Layer {
  arabic = true;
  names = true;
  selected = -1;
  private readonly canvas = document.createElement("canvas");
  private readonly spots: Int32Array;
  private clusters: Clusters;
  private placed: Placed[] = [];
  /** Answers and what they answer, where both are shown and have a place. */
  private pairs: [number, number][] = [];
  private colours: Palette = palette();
  private origin = L.latLng(0, 0);
  private frame = 0;

  constructor(private readonly events: Events, private readonly places: Place[]) {
    super();
    this.spots = spotsOf(events);
    this.clusters = new Clusters(events, this.spots, new Uint32Array());
    this.canvas.className = "events leaflet-zoom-animated";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  show(shown: Uint32Array): void {
    const { events } = this;
    this.clusters = new Clusters(events, this.spots, shown);
    const admitted = new Set(shown);
    const drawn = (i: number) => admitted.has(i) && events.hasPoint(i);
    this.pairs = [...shown].filter((i) => events.answers[i] >= 0 && drawn(i) && drawn(events.answers[i])).map((i) => [i, events.answers[i]]);
    this.redraw();
  }

  onAdd(map: L.Map): this {
    map.getPane("overlayPane")!.append(this.canvas);
    map.on("moveend resize", this.redraw, this);
    map.on("zoomanim", this.animate, this);
    this.redraw();
    return this;
  }

  /** Draw anew, with the next frame. */
  redraw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.colours = palette();
      this.paint();
    });
  }

  /** What stands at a point of the container. */
  at(point: L.Point): Item | null {
    const near = this.placed.filter(({ x, y, size }) => Math.hypot(point.x - x, point.y - y) <= size + 3);
    return near.at(-1)?.item ?? null;
  }

  members(item: Item): number[] {
    return this.clusters.members(item);
  }

  zoomInto(item: Item): number {
    return this.clusters.zoomInto(item);
  }

  /** The canvas reaches a little over the map, so that dragging shows no edge at once. */
  private margin(): L.Point {
    return this._map.getSize().multiplyBy(0.2).round();
  }

  private paint(): void {
    const map = this._map;
    const margin = this.margin();
    const size = map.getSize().add(margin.multiplyBy(2));
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = size.x * scale;
    this.canvas.height = size.y * scale;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1));
    L.DomUtil.setPosition(this.canvas, corner);
    this.origin = map.layerPointToLatLng(corner);
    const to = this.canvas.getContext("2d")!;
    to.setTransform(scale, 0, 0, scale, margin.x * scale, margin.y * scale);
    this.place(map, margin);
    const taken = new Grid();
    for (const { x, y, size: r } of this.placed) taken.take(x - r, y - r, x + r, y + r);
    for (const one of this.placed) this.reach(to, one);
    this.selectedReach(to, map);
    this.arrows(to, map);
    if (this.names) drawNames(to, map, this.places, this.arabic, this.colours, taken);
    for (const one of this.placed) {
      if (one.item.event >= 0) draw(to, { ...markOf(this.events, one.item.event), size: one.size }, one.x, one.y, this.colours);
      else this.donut(to, one);
    }
    this.ring(to, map);
    this.canvas.dataset.marks = String(this.placed.length);
  }

  private place(map: L.Map, margin: L.Point): void {
    const bounds = L.latLngBounds(map.containerPointToLatLng(margin.multiplyBy(-1)), map.containerPointToLatLng(map.getSize().add(margin)));
    const items = this.clusters.in(bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth(), map.getZoom());
    const size = ({ event, count }: Item) => (event >= 0 ? markOf(this.events, event).size : 14 + Math.min(Math.log2(count) * 1.9, 24));
    this.placed = items.map((item) => {
      const { x, y } = map.latLngToContainerPoint([item.lat, item.lon]);
      return { item, x, y, size: size(item) };
    });
    // Small marks stand over large ones.
    this.placed.sort((a, b) => b.size - a.size);
  }

  /** The circle within which the event lies: for single events, and for events of one place. */
  private reach(to: CanvasRenderingContext2D, { item, x, y, size }: Placed): void {
    const { tally } = item;
    if (tally.west !== tally.east || tally.south !== tally.north) return;
    const r = this.pixels(tally.radius, item.lat);
    if (r >= size) this.circle(to, x, y, r, tally.strikes > 0 ? this.colours.strike : this.colours.attack, false);
  }

  private selectedReach(to: CanvasRenderingContext2D, map: L.Map): void {
    const { lat, lon, radius } = this.events;
    const i = this.selected;
    if (i < 0 || !this.events.hasPoint(i) || Number.isNaN(radius[i])) return;
    const { x, y } = map.latLngToContainerPoint([lat[i], lon[i]]);
    this.circle(to, x, y, this.pixels(radius[i], lat[i]), this.colours.select, true);
  }

  private circle(to: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string, strong: boolean): void {
    // A circle around the whole map says nothing.
    if (r > 1500) return;
    to.beginPath();
    to.arc(x, y, r, 0, 2 * Math.PI);
    to.fillStyle = to.strokeStyle = colour;
    to.globalAlpha = strong ? 0.14 : 0.06;
    to.fill();
    to.globalAlpha = strong ? 0.9 : 0.45;
    to.lineWidth = strong ? 1.5 : 1;
    to.setLineDash([4, 4]);
    to.stroke();
    to.setLineDash([]);
    to.globalAlpha = 1;
  }

  private pixels(km: number, lat: number): number {
    return (km / (KM_AT_EQUATOR * Math.cos((lat * Math.PI) / 180))) * 256 * 2 ** this._map.getZoom();
  }

  private donut(to: CanvasRenderingContext2D, { item, x, y, size }: Placed): void {
    const { strikes, attacks } = item.tally;
    const share = strikes / (strikes + attacks);
    const start = -Math.PI / 2;
    const middle = start + share * 2 * Math.PI;
    const slice = (from: number, until: number, colour: string) => {
      to.beginPath();
      to.arc(x, y, size - 3, from, until);
      to.strokeStyle = colour;
      to.lineWidth = 6;
      to.stroke();
    };
    to.beginPath();
    to.arc(x, y, size + 1.5, 0, 2 * Math.PI);
    to.fillStyle = this.colours.paper;
    to.fill();
    if (strikes) slice(start, middle, this.colours.strike);
    if (attacks) slice(middle, start + 2 * Math.PI, this.colours.attack);
    if (strikes && attacks) {
      // A gap between the two: told apart without colour.
      for (const angle of [start, middle]) {
        to.beginPath();
        to.moveTo(x + (size - 7) * Math.cos(angle), y + (size - 7) * Math.sin(angle));
        to.lineTo(x + (size + 1) * Math.cos(angle), y + (size + 1) * Math.sin(angle));
        to.strokeStyle = this.colours.paper;
        to.lineWidth = 2;
        to.stroke();
      }
    }
    to.fillStyle = this.colours.ink;
    to.font = `600 ${item.count < 1000 ? 13 : 12}px ${FONT}`;
    to.textAlign = "center";
    to.textBaseline = "middle";
    to.direction = "ltr";
    to.fillText(item.count < 10_000 ? String(item.count) : `${Math.round(item.count / 1000)}k`, x, y + 1);
  }

  /** From each answer to what it answers. */
  private arrows(to: CanvasRenderingContext2D, map: L.Map): void {
    const seen = map.getBounds().pad(0.2);
    const { lat, lon } = this.events;
    const pairs = this.pairs.filter(([i, j]) => seen.intersects(L.latLngBounds([lat[i], lon[i]], [lat[j], lon[j]])));
    for (const [i, answered] of pairs) {
      const strong = i === this.selected || answered === this.selected;
      if (strong || pairs.length <= MANY_ARROWS) this.arrow(to, map, i, answered, strong);
    }
  }

  private arrow(to: CanvasRenderingContext2D, map: L.Map, from: number, until: number, strong: boolean): void {
    const [a, b] = [from, until].map((i) => map.latLngToContainerPoint([this.events.lat[i], this.events.lon[i]]));
    const far = a.distanceTo(b);
    if (far < 24) return;
    const bend = L.point((a.x + b.x) / 2 - (b.y - a.y) * 0.18, (a.y + b.y) / 2 + (b.x - a.x) * 0.18);
    // The head stands before the mark, not on it.
    const angle = Math.atan2(b.y - bend.y, b.x - bend.x);
    const tip = L.point(b.x - 17 * Math.cos(angle), b.y - 17 * Math.sin(angle));
    for (const [colour, width] of [[this.colours.halo, strong ? 6 : 4], [this.colours.ink, strong ? 2.5 : 1.5]] as const) {
      to.strokeStyle = to.fillStyle = colour;
      to.lineWidth = width;
      to.lineCap = "round";
      to.beginPath();
      to.moveTo(a.x, a.y);
      to.quadraticCurveTo(bend.x, bend.y, tip.x, tip.y);
      to.stroke();
      to.beginPath();
      to.moveTo(tip.x + 3 * Math.cos(angle), tip.y + 3 * Math.sin(angle));
      for (const side of [2.6, -2.6]) to.lineTo(tip.x + 10 * Math.cos(angle + side), tip.y + 10 * Math.sin(angle + side));
      to.closePath();
      if (colour === this.colours.halo) to.stroke();
      else to.fill();
    }
  }

  /** Around the selected event, also where it stands in a cluster. */
  private ring(to: CanvasRenderingContext2D, map: L.Map): void {
    if (this.selected < 0 || !this.events.hasPoint(this.selected)) return;
    const { x, y } = map.latLngToContainerPoint([this.events.lat[this.selected], this.events.lon[this.selected]]);
    const own = this.placed.find(({ item }) => item.event === this.selected);
    const near = own ?? this.placed.filter((p) => p.item.count > 1).sort((p, q) => Math.hypot(p.x - x, p.y - y) - Math.hypot(q.x - x, q.y - y))[0];
    const on = near && Math.hypot(near.x - x, near.y - y) < 60 ? near : { x, y, size: 8 };
    to.beginPath();
    to.arc(on.x, on.y, on.size + 6, 0, 2 * Math.PI);
    to.strokeStyle = this.colours.select;
    to.lineWidth = 3;
    to.stroke();
  }

  /** Leaflet's own renderers move their canvas in the same way while the zoom changes. */
  private animate(event: L.LeafletEvent): void {
    const { zoom, center } = event as L.ZoomAnimEvent;
    const map = this._map as L.Map & { _latLngToNewLayerPoint(point: L.LatLng, zoom: number, center: L.LatLng): L.Point };
    L.DomUtil.setTransform(this.canvas, map._latLngToNewLayerPoint(this.origin, zoom, center), map.getZoomScale(zoom));
  }
}
