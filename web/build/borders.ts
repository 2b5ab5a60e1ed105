import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

/** West, south, east, north: countries that meet this box are drawn finely, the others coarsely. */
const REGION = [-18, -2, 75, 48];
const NAME = "virtual:borders";

/** The module `virtual:borders`: outlines of all countries, from Natural Earth (public domain) as npm's world-atlas packs it. */
export function borders(): Plugin {
  return {
    name: "borders",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const [fine, coarse] = ["50m", "110m"].map(atlas);
      const near = new Set(countries(fine).filter((c) => meets(fine, c)).map((c) => c.id));
      const parts = [only(fine, (c) => near.has(c.id)), only(coarse, (c) => !near.has(c.id))];
      // As a text: browsers parse JSON faster than an object of the same size.
      return `export default ${JSON.stringify(JSON.stringify(parts))};`;
    },
  };
}

type Atlas = Topology<{ countries: GeometryCollection }>;
type Country = Atlas["objects"]["countries"]["geometries"][number];

function atlas(scale: string): Atlas {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`world-atlas/countries-${scale}.json`), "utf8"));
}

function countries(map: Atlas): Country[] {
  return map.objects.countries.geometries;
}

function meets(map: Atlas, country: Country): boolean {
  const [west, south, east, north] = REGION;
  const points: number[][] = [];
  const collect = (part: unknown) => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === "number") points.push(part as number[]);
    else part.forEach(collect);
  };
  const shape = feature(map, country) as GeoJSON.Feature<GeoJSON.MultiPolygon>;
  collect(shape.geometry.coordinates);
  return points.some(([x, y]) => west < x && x < east && south < y && y < north);
}

/** The map with some of its countries, and only the arcs that they need. */
function only(map: Atlas, wanted: (country: Country) => boolean): Topology {
  const index = new Map<number, number>();
  const renumber = (arc: unknown): unknown => {
    if (Array.isArray(arc)) return arc.map(renumber);
    const [old, turned] = (arc as number) < 0 ? [~(arc as number), true] : [arc as number, false];
    if (!index.has(old)) index.set(old, index.size);
    return turned ? ~index.get(old)! : index.get(old)!;
  };
  const geometries = countries(map).filter(wanted).map((c) => ("arcs" in c ? { type: c.type, arcs: renumber(c.arcs) } : c));
  const arcs = [...index.keys()].map((old) => map.arcs[old]);
  return { type: "Topology", transform: map.transform, objects: { countries: { type: "GeometryCollection", geometries } }, arcs } as unknown as Topology;
}
