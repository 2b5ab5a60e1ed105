/**
 * One spelling for what Arabic writes in many ways, for search: without diacritics, tatweel and invisible marks; alef, hamza, ya and ta marbuta
 * forms united; Persian and Kurdish letters as their Arabic neighbours; all digits plain; Latin letters small and without accents.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}ـء]/gu, "")
    .replace(/[ٱةىیکگەۀۃ٠-٩۰-۹]/g, (c) => LETTERS[c] ?? String(c.charCodeAt(0) & 0xf))
    .toLowerCase();
}

const LETTERS: Record<string, string> = { ٱ: "ا", ة: "ه", ى: "ي", ی: "ي", ک: "ك", گ: "ك", ە: "ه", ۀ: "ه", ۃ: "ه" };

/** The words that must all be found. */
export function words(query: string): string[] {
  return fold(query).split(/\s+/).filter(Boolean);
}
