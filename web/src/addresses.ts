/** Addresses come from tables and visitors: which of them may be used. */

/** The address if it is of the web, else `null`: an address from a table can be `javascript:` or worse. */
export function webAddress(text: string | null): string | null {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

/** An address of tiles that may be asked for. */
export function isTileAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && ["{z}", "{x}", "{y}"].every((part) => text.includes(part));
}
