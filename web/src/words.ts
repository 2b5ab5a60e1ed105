/** The interface in both languages. Words for ids of the record stand in names.json. */

import names from "./names.json";
import { NONE } from "./filter";
import type { Lang } from "./permalink";

const WORDS = {
  title: ["خريطة الضربات والهجمات", "Map of strikes and attacks"],
  events: ["الأحداث", "Events"],
  filters: ["الترشيح", "Filters"],
  search: ["ابحث في النصوص والأماكن…", "Search texts and places…"],
  clear: ["إزالة كل المرشّحات", "Clear all filters"],
  inView: ["ما يظهر على الخريطة فقط", "Only what the map shows"],
  export: ["تصدير", "Export"],
  exportHint: ["ينزّل الأحداث المعروضة فقط", "Downloads only the events shown"],
  print: ["طباعة", "Print"],
  link: ["نسخ الرابط", "Copy link"],
  copied: ["نُسخ", "Copied"],
  copyByHand: ["حدّد النص وانسخه", "Select the text and copy it"],
  switchLanguage: ["English", "العربية"],
  dark: ["مظهر داكن", "Dark theme"],
  light: ["مظهر فاتح", "Light theme"],
  map: ["خريطة الأحداث. القائمة بجانبها تعرض الأحداث نفسها.", "Map of the events. The list beside it has the same events."],
  zoomIn: ["تكبير", "Zoom in"],
  zoomOut: ["تصغير", "Zoom out"],
  fit: ["إظهار كل الأحداث", "Show all events"],
  basemap: ["خريطة الأساس", "Base map"],
  tilesAddress: ["عنوان البلاطات", "Address of the tiles"],
  tilesHint: ["فارغ: خطوط الحدود وأسماء الأماكن فقط، بلا شبكة", "Empty: outlines and place names only, no network"],
  tilesWrong: ["يلزم عنوان http أو https فيه {z} و{x} و{y}", "Needs an http or https address with {z}, {x} and {y}"],
  apply: ["تطبيق", "Apply"],
  legend: ["مفتاح الخريطة", "Legend"],
  uncertainty: ["الموقع ضمن هذه الدائرة", "It lies within this circle"],
  missed: ["أُسقط أو فشل", "Shot down or failed"],
  answer: ["ردّ على", "In answer to"],
  bySize: ["الحجم: القتلى", "Size: killed"],
  several: ["عدة أحداث", "Several events"],
  time: ["الزمن", "Time"],
  from: ["من", "From"],
  to: ["إلى", "To"],
  play: ["تشغيل", "Play"],
  pause: ["إيقاف", "Pause"],
  allDays: ["كل الأيام", "All days"],
  undated: ["بلا تاريخ", "undated"],
  unplaced: ["ليست على الخريطة", "not on the map"],
  unplacedOne: ["ليس على الخريطة", "Not on the map"],
  close: ["إغلاق", "Close"],
  nothing: ["لا أحداث تطابق المرشّحات.", "No events match the filters."],
  here: ["أحداث في هذا المكان", "events at this place"],
  killed: ["القتلى", "Killed"],
  injured: ["الجرحى", "Injured"],
  by: ["الفاعل", "By"],
  against: ["المستهدَف", "Against"],
  weapons: ["السلاح", "Weapons"],
  targetKind: ["نوع الهدف", "What was hit"],
  class: ["الصنف", "Class"],
  method: ["الوسيلة", "Method"],
  harm: ["الضرر", "Harm"],
  precision: ["دقة المكان", "Precision of place"],
  source: ["المصدر", "Source"],
  sources: ["المصادر", "Sources"],
  country: ["البلد", "Country"],
  outcome: ["النتيجة", "Outcome"],
  status: ["الحالة", "Status"],
  review: ["المراجعة", "Review"],
  when: ["متى", "When"],
  where: ["أين", "Where"],
  confidence: ["الثقة", "Confidence"],
  evidence: ["الأدلة: كلمات كل حقل", "Evidence: the words behind each field"],
  field: ["الحقل", "Field"],
  wordsOf: ["الكلمات", "Words"],
  rule: ["القاعدة", "Rule"],
  cite: ["الاستشهاد", "Cite"],
  copy: ["نسخ", "Copy"],
  answers: ["يردّ على", "In answer to"],
  answeredBy: ["رُدّ عليه بـ", "Answered by"],
  open: ["افتح المصدر", "Open the source"],
  more: ["غيرها", "more"],
  shownOf: ["{n} من {all} حدث", "{n} of {all} events"],
  atLeast: ["{n} على الأقل", "at least {n}"],
  atMost: ["{n} على الأكثر", "at most {n}"],
  within: ["ضمن {n} كم", "within {n} km"],
  printed: ["الأحداث الـ{n} الأولى من {all}", "The first {n} of {all} events"],
  summary: ["الحدث", "Event"],
  leap: ["إلى قائمة الأحداث", "Skip to the list of events"],
  loading: ["جارٍ التحميل…", "Loading…"],
  failed: ["تعذّرت قراءة بيانات الصفحة.", "The data of this page could not be read."],
  borders: ["الحدود: Natural Earth", "Outlines: Natural Earth"],
  gazetteer: ["الأسماء: مساهمو marsad وGeoNames وWho's On First (CC BY 4.0)", "Names: marsad contributors, GeoNames, Who's On First (CC BY 4.0)"],
} as const;

export type Word = keyof typeof WORDS;
export const LANGS: readonly Lang[] = ["ar", "en"];

type Names = Record<string, Record<string, readonly string[]>>;

export class Words {
  readonly dir: "rtl" | "ltr";
  /** Between the items of a list. */
  readonly comma: string;
  private readonly at: number;
  private readonly figures: Intl.NumberFormat;
  private readonly dates: Intl.DateTimeFormat;
  private readonly months: Intl.DateTimeFormat;
  private readonly countries: Intl.DisplayNames;

  constructor(readonly lang: Lang) {
    this.at = LANGS.indexOf(lang);
    this.dir = lang === "ar" ? "rtl" : "ltr";
    this.comma = lang === "ar" ? "، " : ", ";
    const locale = lang === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB";
    this.figures = new Intl.NumberFormat(locale);
    this.dates = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    this.months = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
    this.countries = new Intl.DisplayNames([lang], { type: "region", fallback: "code" });
  }

  say(word: Word, values: Record<string, string> = {}): string {
    return WORDS[word][this.at].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }

  number(n: number): string {
    return this.figures.format(n);
  }

  /** A day, in days since 1970. */
  day(day: number): string {
    return this.dates.format(day * 86_400_000);
  }

  month(day: number): string {
    return this.months.format(day * 86_400_000);
  }

  /** The word for an id of the record; an id that is not known stands for itself. */
  name(kind: string, id: string): string {
    if (kind === "country" && /^[A-Z]{2}$/.test(id)) return this.countries.of(id) ?? id;
    const group = { by: "actor", against: "actor" }[kind] ?? kind;
    const known: Names = names;
    return (Object.hasOwn(known[group] ?? {}, id) ? known[group][id] : id === NONE ? known.none[group] ?? known.none.other : null)?.[this.at] ?? id;
  }

  /** A count with its bounds; `null` where it is not told. */
  range(min: number | null, max: number | null): string | null {
    if (min === null && max === null) return null;
    if (max === null) return this.say("atLeast", { n: this.number(min!) });
    if (min === null) return this.say("atMost", { n: this.number(max) });
    return min === max ? this.number(min) : `${this.number(min)}–${this.number(max)}`;
  }
}
