/**
 * The page forbids that text becomes markup. Leaflet asks the browser what it can do by parsing two constants as it loads: only these pass.
 * Import this module first.
 */
const PROBES = ["<svg/>", '<v:shape adj="1"/>'];

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): void;
}

const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
// Refused text makes the browser throw, so that a mistake is seen.
trustedTypes?.createPolicy("default", { createHTML: (text) => (PROBES.includes(text) ? text : null) });

export {};
