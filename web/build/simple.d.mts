export function hashed(page: string): string;
export const path: URL;
