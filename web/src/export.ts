/** The events that are shown, as files: the same records as marsad's own GeoJSON and CSV. */

import type { Events } from "./events";

/** One feature a line (RFC 7946). Parts of a file, so that no text of the whole is made. */
export function geojson(events: Events, shown: Iterable<number>): string[] {
  const parts = ['{"type":"FeatureCollection","features":['];
  for (const i of shown) {
    const { lon, lat, ...properties } = events.record(i);
    const geometry = lon === null ? null : { type: "Point", coordinates: [lon, lat] };
    parts.push(`${parts.length > 1 ? "," : ""}\n${JSON.stringify({ type: "Feature", id: properties.event_id, geometry, properties })}`);
  }
  parts.push("\n]}\n");
  return parts;
}

/** With byte order mark, for spreadsheets; lists joined by `;`, sources and evidence as JSON. */
export function csv(events: Events, shown: Iterable<number>): string[] {
  const parts = [`\u{FEFF}${events.fields.join(",")}\r\n`];
  for (const i of shown) {
    const record = events.record(i);
    parts.push(`${events.fields.map((name) => quoted(cell(name, record[name]))).join(",")}\r\n`);
  }
  return parts;
}

function cell(name: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  if (name === "sources" || name === "evidence") return JSON.stringify(value);
  return harmless(Array.isArray(value) ? value.join(";") : String(value));
}

/** Text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function download(parts: string[], name: string, type: string): void {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
