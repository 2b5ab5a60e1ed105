/** The events as the page holds them: columns for all, texts of one event only when they are asked for. */

export type Value = string | number | null | string[];

export interface Source {
  document: string;
  url: string | null;
  outlet: string | null;
  published: string | null;
  quote: string;
  start: number;
  end: number;
}

export interface Evidence {
  field: string;
  document: string;
  start: number;
  end: number;
  text: string;
  rule: string;
}

export interface Details {
  summary_ar: string;
  summary_en: string;
  sources: Source[];
  evidence: Evidence[];
}

interface Column {
  name: string;
  type: "number" | "text" | "list";
  values: (number | null | number[])[];
}

export interface Block {
  count: number;
  /** The columns of marsad's CSV: the record's fields in their order, then `lon` and `lat`. */
  fields: string[];
  columns: Column[];
  outlets: number[][];
  texts: string[];
}

/** No day, in {@link Events.first}. */
export const NO_DAY = -2147483648;

export class Events {
  readonly count: number;
  readonly fields: string[];
  /** Days since 1970 on which each event may have begun, first and last; {@link NO_DAY} where unknown. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Degrees; `NaN` where the place is unknown. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Kilometres; `NaN` where unknown. */
  readonly radius: Float64Array;
  /** For each event the one that it answers, or -1. */
  readonly answers: Int32Array;
  private readonly columns: Map<string, Column>;
  private readonly texts: string[];
  private readonly outletsOf: number[][];
  private lines = "";
  private lineStarts: Uint32Array | null = null;
  private readonly answeredBy = new Map<number, number[]>();

  /** @param readLines gives the details, one line of JSON an event, after a first line break; asked for when the first event is looked at */
  constructor(block: Block, private readonly readLines: () => string) {
    this.count = block.count;
    this.fields = block.fields;
    this.texts = block.texts;
    this.outletsOf = block.outlets;
    this.columns = new Map(block.columns.map((c) => [c.name, c]));
    this.first = this.days("date_start");
    this.last = this.days("date_end");
    this.lon = this.numbers("lon");
    this.lat = this.numbers("lat");
    this.radius = this.numbers("radius_km");
    this.answers = new Int32Array(this.count).fill(-1);
    const ids = this.columns.get("event_id")?.values ?? [];
    const byId = new Map(ids.map((id, i) => [id, i]));
    const answers = this.columns.get("retaliates")?.values ?? [];
    for (let i = 0; i < this.count; i++) {
      const answered = answers[i] === null ? undefined : byId.get(answers[i]);
      if (answered === undefined || answered === i) continue;
      this.answers[i] = answered;
      this.answeredBy.set(answered, [...(this.answeredBy.get(answered) ?? []), i]);
    }
  }

  static read(document: Document): Events {
    const content = (id: string) => document.getElementById(id)?.textContent ?? "";
    return new Events(JSON.parse(content("events")), () => content("details"));
  }

  /** A field of the record that stands in a column. */
  get(i: number, name: string): Value {
    const column = this.columns.get(name);
    const value = column?.values[i] ?? null;
    if (value === null || column!.type === "number") return value as number | null;
    return Array.isArray(value) ? value.map((v) => this.texts[v]) : this.texts[value];
  }

  text(i: number, name: string): string {
    return (this.get(i, name) as string | null) ?? "";
  }

  list(i: number, name: string): string[] {
    return (this.get(i, name) as string[] | null) ?? [];
  }

  number(i: number, name: string): number | null {
    return this.get(i, name) as number | null;
  }

  /** Outlets that tell the event, or documents where the outlet is unknown. */
  outlets(i: number): string[] {
    return this.outletsOf[i].map((t) => this.texts[t]);
  }

  hasPoint(i: number): boolean {
    return !Number.isNaN(this.lon[i]);
  }

  /** The events that answer this one. */
  answersTo(i: number): number[] {
    return this.answeredBy.get(i) ?? [];
  }

  indexOf(id: string): number {
    for (let i = 0; i < this.count; i++) if (this.get(i, "event_id") === id) return i;
    return -1;
  }

  /** Summaries, sources and evidence. */
  details(i: number): Details {
    const [summary_ar, summary_en, sources, evidence] = JSON.parse(this.line(i));
    const text = (t: number | null) => (t === null ? null : this.texts[t]);
    const quoted: Source[] = sources.map(([document, url, outlet, published, quote, start, end]: [number, string, number | null, string, string, number, number]) => ({
      document: this.texts[document],
      url,
      outlet: text(outlet),
      published,
      quote,
      start,
      end,
    }));
    return {
      summary_ar,
      summary_en,
      sources: quoted,
      evidence: evidence.map(([field, document, start, end, rule, own]: [number, number, number, number, number, string | null]) => {
        const name = this.texts[document];
        return { field: this.texts[field], document: name, start, end, text: own ?? cut(quoted, name, start, end), rule: this.texts[rule] };
      }),
    };
  }

  /** The whole record as all of marsad's formats have it, with `lon` and `lat`. */
  record(i: number): Record<string, unknown> {
    const details: Record<string, unknown> = { ...this.details(i) };
    return Object.fromEntries(this.fields.map((name) => [name, name in details ? details[name] : this.get(i, name)]));
  }

  private line(i: number): string {
    this.lineStarts ??= this.findLines();
    return this.lines.slice(this.lineStarts[i], this.lineStarts[i + 1] - 1);
  }

  private findLines(): Uint32Array {
    this.lines = this.readLines();
    const starts = new Uint32Array(this.count + 1);
    for (let i = 0, at = 0; i <= this.count; i++) {
      at = this.lines.indexOf("\n", at) + 1;
      starts[i] = at;
    }
    return starts;
  }

  private numbers(name: string): Float64Array {
    return Float64Array.from({ length: this.count }, (_, i) => this.number(i, name) ?? NaN);
  }

  private days(name: string): Int32Array {
    return Int32Array.from({ length: this.count }, (_, i) => toDay(this.text(i, name)) ?? NO_DAY);
  }
}

/** Days since 1970 of an ISO day; `null` if it is none. */
export function toDay(iso: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return null;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? null : time / 86_400_000;
}

export function toIso(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Offsets count characters (code points), not UTF-16 units. */
function cut(sources: Source[], document: string, start: number, end: number): string {
  const source = sources.find((s) => s.document === document && s.start <= start && end <= s.end);
  return source ? [...source.quote].slice(start - source.start, end - source.start).join("") : "";
}
