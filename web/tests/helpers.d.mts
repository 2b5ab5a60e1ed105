import type { Browser, BrowserContextOptions, Page } from "playwright-core";
export const project: string;
export const TILE: Buffer;
export interface Made {
  folder: string;
  address: string;
}
export function makePage(inputs: string[], ...options: string[]): Made;
export function examples(...options: string[]): Made;
export function pageOf(texts: Record<string, string>, metadata: string): Made;
export function launch(): Promise<Browser>;
export function open(
  browser: Browser,
  address: string,
  options?: { network?: "none" | "tiles" } & BrowserContextOptions,
): Promise<{ page: Page; faults: string[]; requests: string[] }>;
