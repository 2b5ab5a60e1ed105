/// <reference types="vite/client" />

/** Made by build/borders.ts: JSON of an array of topologies with the object `countries`. */
declare module "virtual:borders" {
  const borders: string;
  export default borders;
}
