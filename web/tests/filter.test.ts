import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isTileAddress, webAddress } from "../src/addresses";
import { csv, geojson, harmless } from "../src/export";
import { Events, toDay, toIso, type Block } from "../src/events";
import { Filter, NONE, noFilters, type Filters } from "../src/filter";
import { fold } from "../src/fold";
import names from "../src/names.json";
import * as permalink from "../src/permalink";
import { LANGS, Words } from "../src/words";

/** Events as marsad would write them, from a few fields. */
function eventsOf(...records: Record<string, unknown>[]): Events {
  const texts: string[] = [];
  const index = (text: string) => (texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1);
  const defaults = { event_id: "", class: "strike", method: "drone", outcome: "hit", date_start: null, date_end: null, perpetrators: [], targets: [], place_ar: null, geo_precision: null, country: null, killed_min: null, killed_max: null, injured_min: null, injured_max: null, retaliates: null, review: "unreviewed", radius_km: null, lon: null, lat: null };
  const all = records.map((r, i): Record<string, unknown> => ({ ...defaults, event_id: `m${i}`, ...r }));
  const columns = Object.keys(defaults).map((name) => {
    const values = all.map((r) => r[name]);
    const type = values.some((v) => typeof v === "string") ? "text" : values.some(Array.isArray) ? "list" : "number";
    const encode = (v: unknown) => (typeof v === "string" ? index(v) : Array.isArray(v) ? v.map(index) : v);
    return { name, type, values: values.map(encode) };
  });
  const lines = all.map((r) => JSON.stringify([r.summary_ar ?? "", "", [[index("a.txt"), null, null, null, r.quote ?? "", 0, [...String(r.quote ?? "")].length]], []]));
  const outlets = all.map((r) => [index(String(r.outlet ?? "a.txt"))]);
  const fields = [...Object.keys(defaults).slice(0, -2), "summary_ar", "summary_en", "sources", "evidence", "lon", "lat"];
  return new Events({ count: all.length, fields, columns, outlets, texts } as Block, () => `\n${lines.join("\n")}\n`);
}

function shown(events: Events, change: Partial<Omit<Filters, "chosen">> & { chosen?: Partial<Filters["chosen"]> }): number[] {
  const none = noFilters();
  return [...new Filter(events).apply({ ...none, ...change, chosen: { ...none.chosen, ...change.chosen } }).shown];
}

describe("filters", () => {
  const events = eventsOf(
    { class: "strike", date_start: "2024-02-10", date_end: "2024-02-11", perpetrators: ["us", "uk"], killed_max: 4, quote: "قصفت طائرات مدينةَ الميادين", lon: 40, lat: 35 },
    { class: "attack", date_start: "2024-02-12", date_end: "2024-02-12", method: "rocket", perpetrators: ["hamas"], killed_min: 25, retaliates: "m0" },
    { class: "attack", method: "ied", injured_max: 3, outlet: "وكالة" },
  );

  test("values of a facet widen, facets narrow", () => {
    expect(shown(events, {})).toEqual([0, 1, 2]);
    expect(shown(events, { chosen: { class: new Set(["attack"]) } })).toEqual([1, 2]);
    expect(shown(events, { chosen: { class: new Set(["attack", "strike"]) } })).toEqual([0, 1, 2]);
    expect(shown(events, { chosen: { class: new Set(["attack"]), by: new Set(["hamas"]) } })).toEqual([1]);
    expect(shown(events, { chosen: { by: new Set(["uk"]) } })).toEqual([0]);
    expect(shown(events, { chosen: { by: new Set([NONE]) } })).toEqual([2]);
    expect(shown(events, { chosen: { by: new Set(["nobody-of-that-name"]) } })).toEqual([]);
  });

  test("harm goes by the highest figure", () => {
    expect(["killed-1", "killed-20", "injured"].map((h) => shown(events, { chosen: { harm: new Set([h]) } }))).toEqual([[0], [1], [2]]);
  });

  test("what an analyst said of events is a choice, with a name in both languages", () => {
    const reviewed = eventsOf({}, { review: "confirmed" }, { review: "rejected" }, { review: "edited" });
    const having = (...values: string[]) => shown(reviewed, { chosen: { review: new Set(values) } });
    expect(having()).toEqual([0, 1, 2, 3]);
    expect(having("confirmed", "edited")).toEqual([1, 3]);
    expect(having("rejected")).toEqual([2]);
    for (const value of new Filter(reviewed).options.review) for (const lang of LANGS) expect(new Words(lang).name("review", value)).not.toBe(value);
    expect(permalink.read("#review=confirmed").filters.chosen.review).toEqual(new Set(["confirmed"]));
  });

  test("days: spans that touch pass, undated ones only where both ends are open", () => {
    const day = (iso: string) => toDay(iso);
    expect(shown(events, { from: day("2024-02-11") })).toEqual([0, 1]);
    expect(shown(events, { to: day("2024-02-11") })).toEqual([0]);
    expect(shown(events, { from: day("2024-02-12"), to: day("2024-02-12") })).toEqual([1]);
  });

  test("search folds spelling and needs all words", () => {
    expect(shown(events, { text: "الميادين" })).toEqual([0]);
    expect(shown(events, { text: "مدينه  قصفت" })).toEqual([0]);
    expect(shown(events, { text: "مدينه حلب" })).toEqual([]);
    expect(shown(events, { text: "وكاله" })).toEqual([]);
  });

  test("a count says what choosing the value would show", () => {
    const filters = noFilters();
    filters.chosen.class.add("attack");
    const { counts } = new Filter(events).apply(filters);
    expect(counts.class.get("strike")).toBe(1);
    expect(counts.class.get("attack")).toBe(2);
    expect(counts.method.get("rocket")).toBe(1);
    expect(counts.method.get("drone")).toBe(0);
  });

  test("the histogram keeps what the days leave out", () => {
    const result = new Filter(events).apply({ ...noFilters(), from: toDay("2024-02-12") });
    expect([...result.anyDay]).toEqual([0, 1, 2]);
  });

  test("answers are known from both sides", () => {
    expect(events.answers[1]).toBe(0);
    expect(events.answersTo(0)).toEqual([1]);
    expect(events.answers[0]).toBe(-1);
  });

  test("no events", () => {
    expect(shown(eventsOf(), { text: "x" })).toEqual([]);
    expect(geojson(eventsOf(), [])).toEqual(['{"type":"FeatureCollection","features":[', "\n]}\n"]);
  });

  test("export has the record, and no formula that would run", () => {
    const [feature] = JSON.parse(geojson(eventsOf({ lon: 40.5, lat: 35, place_ar: "=1+1" }), [0]).join("")).features;
    expect(feature.geometry).toEqual({ type: "Point", coordinates: [40.5, 35] });
    expect(feature.properties).toMatchObject({ event_id: "m0", killed_max: null, place_ar: "=1+1", perpetrators: [] });
    const table = csv(eventsOf({ place_ar: '=HYPERLINK("x")' }), [0]).join("");
    expect(table).toContain(`"'=HYPERLINK(""x"")"`);
    expect(["=x", "+x", "-x", "@x", "\tx", "حلب"].map(harmless)).toEqual(["'=x", "'+x", "'-x", "'@x", "'\tx", "حلب"]);
  });
});

describe("folding", () => {
  test.each([
    ["قُصِفَتْ", "قصفت"],
    ["إدلب", "ادلب"],
    ["القـــائم", "القائم"],
    ["غارةٌ", "غاره"],
    ["مصطفى", "مصطفي"],
    ["۱۲ و٣٤", "12 و34"],
    ["کرکوک", "كركوك"],
    ["ﻻ", "لا"],
    ["Déir EZ-Zôr", "deir ez-zor"],
    ["\u200Fحلب\u200E", "حلب"],
  ])("%s", (a, b) => expect(fold(a)).toBe(fold(b)));

  test("different words stay different", () => expect(fold("حلب")).not.toBe(fold("حلبة")));
});

describe("the address", () => {
  test("what is written is read back", () => {
    const filters = noFilters();
    filters.from = toDay("2024-02-01");
    filters.text = "قصف & غارة #1";
    filters.chosen.by = new Set(["us", "uk"]);
    filters.chosen.source = new Set(["a, b/c.txt"]);
    const link: permalink.Link = { filters, lang: "en", theme: "dark", event: "m1-2", view: { zoom: 7, lat: 35.1, lon: 40.25 }, inView: true };
    expect(permalink.read(`#${permalink.write(link)}`)).toEqual(link);
    const open: permalink.Link = { filters: noFilters(), lang: null, theme: null, event: null, view: null, inView: false };
    expect(permalink.write(open)).toBe("");
    expect(permalink.read("")).toEqual(open);
  });

  test.each(["#map=x/1/2", "#map=7/95/1", "#map=7/1", "#map=99/1/1", "#from=2024-13-45", "#lang=xx", "#theme=<b>"])("%s is left out", (hash) => {
    const { view, filters, lang, theme } = permalink.read(hash);
    expect([view, filters.from, lang, theme]).toEqual([null, null, null, null]);
  });

  test("days", () => {
    expect(toIso(toDay("2024-02-29")!)).toBe("2024-02-29");
    expect(toDay("yesterday")).toBeNull();
  });
});

describe("links", () => {
  test.each(["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example", "x", "", null])("%s is none of the web", (a) => expect(webAddress(a)).toBeNull());
  test("http and https are", () => expect([webAddress("https://x.example/ا"), webAddress("http://x.example")]).toEqual(["https://x.example/%D8%A7", "http://x.example/"]));
  test("tiles", () => {
    expect(isTileAddress("https://x/{z}/{x}/{y}.png")).toBe(true);
    expect(["javascript:{z}{x}{y}", "https://x/{z}/{x}.png", ""].some(isTileAddress)).toBe(false);
  });
});

describe("words", () => {
  test.each([
    ["actors.toml", names.actor],
    ["weapons.toml", names.weapon],
    ["targets.toml", names.target],
  ])("every id of %s that events can have is named in both languages", (file, known: Record<string, string[]>) => {
    const rows = readFileSync(new URL(`../../lexicon/${file}`, import.meta.url), "utf8").split("[[row]]").slice(1);
    // Words such as "gunmen" or "the group" decide a class and are written as another party or not at all.
    const written = rows.filter((row) => !/^(sense = "unnamed"|sense = "named-before"|sense = "last-named"|tag = "metonym")/m.test(row)).map((row) => row.match(/^id = "(.+)"/m)![1]);
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((id) => known[id]?.filter(Boolean).length !== 2)).toEqual([]);
  });
});
