/** Events near each other as one mark that keeps how many are strikes and how many attacks. */

import Supercluster, { type InputFeature } from "supercluster";
import type { Events } from "./events";

/** Clusters are kept apart from one another beyond every zoom of the map: events of one place share one point. */
const DEEPEST = 22;
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
  /** Of several events. */
  cluster: number;
  count: number;
  tally: Tally;
}

type Point = { i: number };

export class Clusters {
  private readonly index: Supercluster<Point, Tally>;

  constructor(private readonly events: Events, shown: Uint32Array) {
    this.index = new Supercluster<Point, Tally>({
      // Pixels, of tiles of 256.
      radius: 44,
      extent: 256,
      maxZoom: DEEPEST,
      minPoints: 2,
      map: ({ i }) => this.tally(i),
      reduce: (all, one) => {
        all.strikes += one.strikes;
        all.attacks += one.attacks;
        all.radius = Math.max(all.radius, one.radius);
        all.west = Math.min(all.west, one.west);
        all.east = Math.max(all.east, one.east);
        all.south = Math.min(all.south, one.south);
        all.north = Math.max(all.north, one.north);
      },
    });
    const points: InputFeature<Point>[] = [];
    for (const i of shown) {
      if (events.hasPoint(i)) points.push({ type: "Feature", properties: { i }, geometry: { type: "Point", coordinates: [events.lon[i], events.lat[i]] } });
    }
    this.index.load(points);
  }

  in(west: number, south: number, east: number, north: number, zoom: number): Item[] {
    return this.index.getClusters([west, Math.max(south, -85), east, Math.min(north, 85)], Math.round(zoom)).map(({ properties, geometry }) => {
      const [lon, lat] = geometry.coordinates;
      if ("cluster" in properties) return { lon, lat, event: -1, cluster: properties.cluster_id, count: properties.point_count, tally: properties };
      return { lon, lat, event: properties.i, cluster: -1, count: 1, tally: this.tally(properties.i) };
    });
  }

  /** The events of a cluster. */
  members(cluster: number): number[] {
    return this.index.getLeaves(cluster, Infinity).map((leaf) => leaf.properties.i).sort((a, b) => a - b);
  }

  /** The zoom at which a cluster comes apart. */
  zoomInto(cluster: number): number {
    return this.index.getClusterExpansionZoom(cluster);
  }

  private tally(i: number): Tally {
    const { events } = this;
    const strike = events.text(i, "class") === "strike";
    const [lon, lat] = [events.lon[i], events.lat[i]];
    return { strikes: Number(strike), attacks: Number(!strike), radius: events.radius[i] || 0, west: lon, east: lon, south: lat, north: lat };
  }
}
