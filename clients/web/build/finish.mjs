/** Runs after Vite: lists the files for the service worker, compresses them, and enforces the budgets (PERFORMANCE W1). */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const DIST = "dist";
const KB = 1000;
const BUDGET = { entry: 30 * KB, route: 15 * KB, css: 10 * KB, first: 100 * KB };
// Loaded only for organisations that turned FCM on, once a person turns pushes on.
const LAZY_LIBRARIES = /^src\/push\/firebase/;

const manifest = JSON.parse(readFileSync(join(DIST, "manifest.json"), "utf8"));
rmSync(join(DIST, "manifest.json"));
const size = (file) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;

/** The chunks that load with this one, itself included. */
function closure(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, found);
  return found;
}

const entry = closure("index.html");
const css = [...new Set(Object.values(manifest).flatMap((chunk) => chunk.css ?? [chunk.file].filter((file) => file.endsWith(".css"))))];
const sum = (keys) => [...keys].reduce((total, key) => total + size(manifest[key].file), 0);
const home = closure("src/screens/home/home.tsx", new Set(entry));
const rows = [
  ["JavaScript of the first page", sum(home), BUDGET.entry],
  ["CSS", css.reduce((total, file) => total + size(file), 0), BUDGET.css],
];
const firstPage = new Set(home);
for (const key of manifest["index.html"].dynamicImports ?? []) {
  if (LAZY_LIBRARIES.test(key)) continue;
  const added = [...closure(key)].filter((chunk) => !firstPage.has(chunk));
  rows.push([key.replace("src/screens/", ""), sum(added), BUDGET.route]);
}
rows.push(["whole first page", sum(home) + css.reduce((total, file) => total + size(file), 0) + size("index.html"), BUDGET.first]);

for (const [name, bytes, budget] of rows) console.log(`${bytes <= budget ? "ok  " : "OVER"} ${String(bytes).padStart(6)} of ${budget}  ${name}`);

const lazy = new Set(Object.entries(manifest).filter(([key]) => LAZY_LIBRARIES.test(key)).flatMap(([key]) => [...closure(key)].filter((chunk) => !entry.has(chunk))).map((key) => manifest[key].file));
const files = readdirSync(join(DIST, "assets")).map((name) => `assets/${name}`).filter((file) => !lazy.has(file));
// What the phone needs to open without network: the first screen with the frame around it, the helplines, and the notices.
const needed = new Set(["src/app/later.tsx", "src/screens/notices/notices.tsx", "src/screens/notices/notice.tsx"].reduce((found, key) => closure(key, found), new Set(home)));
const first = [...[...needed].map((key) => manifest[key].file), ...css].map((file) => `/${file}`);
const cached = [...files, "manifest.webmanifest", "icons/icon.svg", "icons/icon-192.png"].map((file) => `/${file}`).sort();
const version = createHash("sha256").update(cached.map((file) => file + readFileSync(join(DIST, file)).toString("base64")).join()).update(readFileSync(join(DIST, "index.html"))).digest("hex").slice(0, 12);
const worker = readFileSync(join(DIST, "sw.js"), "utf8");
writeFileSync(join(DIST, "sw.js"), `const VERSION=${JSON.stringify(version)},FIRST=${JSON.stringify(first)},FILES=${JSON.stringify(cached)};\n${worker}`);

for (const file of [...readdirSync(join(DIST, "assets")).map((name) => `assets/${name}`), "index.html", "sw.js", "manifest.webmanifest", "icons/icon.svg"]) {
  if (!/\.(js|css|html|svg|webmanifest)$/.test(file)) continue;
  const bytes = readFileSync(join(DIST, file));
  writeFileSync(join(DIST, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(DIST, `${file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
if (rows.some(([, bytes, budget]) => bytes > budget)) process.exit(1);
