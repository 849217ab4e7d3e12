import { defineConfig, type Plugin } from "vite";

// Chrome 87 and Safari 14: phones of five years ago. WeChat's own browser is newer than that.
const OLDEST = ["chrome87", "safari14"];

const FRAME = /node_modules\/(preact|preact-iso|openapi-fetch|idb-keyval)\/|src\/(storage\/|api\/(client|home|lost|problem|queue|read|send)\.|text\/(index|size|time)\.|ui\/(buttons|cells|features|helplines|day-cell|history|icons|loaded|overlay|page|screen-progress|tabs|toast|update)\.|words\/(parts|problems|times|frame\/))/;
// What most of the other screens need; anything rarer comes with its screens.
const SHARED = /src\/(ui\/(confirm|draft|fields|form|load-more|org-choice|sheet)|api\/(pages|write))\./;

// Drafts on this phone, and the field of a confidential one.
const KEPT = /src\/ui\/(kept|stored)-draft\./;
const KEPT_TEXT = /src\/(ui\/(kept-line|sealed-text)|words\/kept)\./;

// Vite's own also waits for style sheets of a screen, which we have none of, and is a part of the first page.
const PRELOAD = `const asked = new Set();
export const __vitePreload = (load, files = []) => {
  for (const file of files) {
    if (asked.has(file)) continue;
    asked.add(file);
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: "/" + file }));
  }
  return load();
};`;
const smallPreload: Plugin = { name: "small-preload", enforce: "pre", load: (id) => (id.endsWith("vite/preload-helper.js") ? PRELOAD : undefined) };

export default defineConfig({
  plugins: [smallPreload],
  // What openapi-fetch asks of Node's process is asked of nobody in a browser.
  define: { process: "undefined" },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: "manifest.json",
    // A screen's own file is requested anyway and the frame is there: only what else a screen needs is fetched beside it.
    // With all files named, this table would grow with every screen, and it is a part of the first page. A QR code may come later.
    // No polyfill: it would come with the very files that it could fetch ahead.
    modulePreload: { polyfill: false, resolveDependencies: (file, files, { hostType }) => (hostType === "html" ? files : files.filter((other) => other !== file && !/\/(frame|qr)-/.test(other))) },
    rollupOptions: {
      input: { app: "index.html", sw: "sw/sw.ts" },
      output: {
        // The service worker keeps its name, so that a browser finds the next one; all else is named by its content.
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        // Seven characters (42 bits) tell two versions of one file apart, and these names are a part of the first page.
        // So is what a file is called: eight letters say which it is.
        chunkFileNames: ({ name }) => `assets/${name.slice(0, 8)}-[hash:7].js`,
        // A slow network pays for each request: what the first screen needs comes in one file, what the other screens share in a second.
        codeSplitting: { groups: [{ name: "frame", test: FRAME }, { name: "shared", test: SHARED }, { name: "kept", test: KEPT }, { name: "text", test: KEPT_TEXT }] },
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/demo": "http://127.0.0.1:8000" } },
});
