import { defineConfig } from "vite";

// Chrome 87 and Safari 14: phones of five years ago. WeChat's own browser is newer than that.
const OLDEST = ["chrome87", "safari14"];

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: "manifest.json",
    rollupOptions: {
      input: { app: "index.html", sw: "sw/sw.ts" },
      output: {
        // The service worker keeps its name, so that a browser finds the next one; all else is named by its content.
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        // What every screen uses travels in one file: a slow network pays for each request.
        codeSplitting: { groups: [{ name: "frame", test: /node_modules\/(preact|preact-iso|openapi-fetch|idb-keyval)\/|src\/(api|keep|text|ui)\/|src\/words\/(parts|problems)/ }] },
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/demo": "http://127.0.0.1:8000" } },
});
