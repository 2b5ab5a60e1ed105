/** Events near each other as one mark that keeps how many are strikes and how many attacks. */

import Supercluster, { type InputFeature } from "supercluster";
import type { Events } from "./events";

export const MAX_ZOOM = 19;

export interface Tally {
  strikes: number;
  attacks: number;
  /** The largest radius of uncertainty, in kilometres. */
  radius: number;
  west: number;
  east: number;
  south: number;
  north: number;
}

export interface Item {
  lon: number;
  lat: number;
  /** Index of a single event, or -1. */
  event: number;
  /** The point that all its events share, or -1. */
  spot: number;
  /** Of several points. */
  cluster: number;
  count: number;
  tally: Tally;
}

/** For each event the number of its point, the same for all events at one place; -1 without one. */
export function spotsOf(events: Events): Int32Array {
  const byLatitude = new Map<number, Map<number, number>>();
  let next = 0;
  return Int32Array.from({ length: events.count }, (_, i) => {
    if (!events.hasPoint(i)) return -1;
    const [lat, lon] = [events.lat[i], events.lon[i]];
    let row = byLatitude.get(lat);
    if (!row) byLatitude.set(lat, (row = new Map()));
    let spot = row.get(lon);
    if (spot === undefined) row.set(lon, (spot = next++));
    return spot;
  });
}

type Point = { spot: number };

/** News tells the same places again and again: what is clustered is places, each once, not events. */
export class Clusters {
  private readonly index: Supercluster<Point, Tally>;
  private readonly eventsAt = new Map<number, number[]>();
  private readonly tallies = new Map<number, Tally>();

  constructor(events: Events, spots: Int32Array, shown: Uint32Array) {
    const points: InputFeature<Point>[] = [];
    for (const i of shown) {
      const spot = spots[i];
      if (spot < 0) continue;
      const tally = tallyOf(events, i);
      const known = this.tallies.get(spot);
      if (known) {
        add(known, tally);
        this.eventsAt.get(spot)!.push(i);
      } else {
        this.tallies.set(spot, tally);
        this.eventsAt.set(spot, [i]);
        points.push({ type: "Feature", properties: { spot }, geometry: { type: "Point", coordinates: [tally.west, tally.south] } });
      }
    }
    this.index = new Supercluster<Point, Tally>({
      // Pixels, of tiles of 256.
      radius: 44,
      extent: 256,
      maxZoom: MAX_ZOOM,
      minPoints: 2,
      map: ({ spot }) => ({ ...this.tallies.get(spot)! }),
      reduce: add,
    });
    this.index.load(points);
  }

  in(west: number, south: number, east: number, north: number, zoom: number): Item[] {
    return this.index.getClusters([west, Math.max(south, -85), east, Math.min(north, 85)], Math.round(zoom)).map(({ properties, geometry }) => {
      const [lon, lat] = geometry.coordinates;
      if ("cluster" in properties) return { lon, lat, event: -1, spot: -1, cluster: properties.cluster_id, count: properties.strikes + properties.attacks, tally: properties };
      const { spot } = properties;
      const here = this.eventsAt.get(spot)!;
      return { lon, lat, event: here.length === 1 ? here[0] : -1, spot, cluster: -1, count: here.length, tally: this.tallies.get(spot)! };
    });
  }

  /** The events of an item. */
  members({ spot, cluster }: Item): number[] {
    const spots = spot >= 0 ? [spot] : this.index.getLeaves(cluster, Infinity).map((leaf) => leaf.properties.spot);
    return spots.flatMap((s) => this.eventsAt.get(s)!).sort((a, b) => a - b);
  }

  /** The zoom at which an item comes apart; beyond {@link MAX_ZOOM} where none does it. */
  zoomInto({ spot, cluster }: Item): number {
    return spot >= 0 ? MAX_ZOOM + 1 : this.index.getClusterExpansionZoom(cluster);
  }
}

function tallyOf(events: Events, i: number): Tally {
  const strike = events.text(i, "class") === "strike";
  const [lon, lat] = [events.lon[i], events.lat[i]];
  return { strikes: Number(strike), attacks: Number(!strike), radius: events.radius[i] || 0, west: lon, east: lon, south: lat, north: lat };
}

function add(all: Tally, one: Tally): void {
  all.strikes += one.strikes;
  all.attacks += one.attacks;
  all.radius = Math.max(all.radius, one.radius);
  all.west = Math.min(all.west, one.west);
  all.east = Math.max(all.east, one.east);
  all.south = Math.min(all.south, one.south);
  all.north = Math.max(all.north, one.north);
}
