/** How to cite an event: who told it, when, and which words of which document. */

import type { Details, Events } from "./events";
import type { Lang } from "./permalink";

export function citation(events: Events, i: number, details: Details, lang: Lang): string {
  const told = details.sources.map(({ outlet, document, published, url, start, end }) =>
    [outlet ?? document, published, url ?? document, lang === "ar" ? `الأحرف ${start}–${end}` : `characters ${start}–${end}`].filter(Boolean).join(lang === "ar" ? "، " : ", "),
  );
  const summary = lang === "ar" ? details.summary_ar : details.summary_en;
  return `${summary} [${events.text(i, "event_id")}]. ${told.join("; ")}. marsad.`;
}
