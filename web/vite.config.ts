import { viteSingleFile } from "vite-plugin-singlefile";
import { defineConfig } from "vitest/config";
import { borders } from "./build/borders.ts";
import { policy } from "./build/policy.ts";

export default defineConfig({
  plugins: [
    borders(),
    viteSingleFile({ removeViteModuleLoader: true }),
    policy(),
  ],
  build: { target: "es2022", modulePreload: false, reportCompressedSize: false },
  test: {
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/*.test.ts"] } },
      { extends: true, test: { name: "browser", include: ["tests/browser/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
