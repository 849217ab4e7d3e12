/**
 * Refuses methods and properties that phones of five years ago lack (Chrome 87, Safari 14) in the built files: Vite converts
 * syntax only, and TypeScript checks only our own code.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ASSETS = join("dist", "assets");
const SCRIPT = [
  /(?<!\.)\.(at|findLast|findLastIndex|toSorted|toReversed|toSpliced|replaceChildren|showModal|showPicker|requestVideoFrameCallback)\(/,
  /\b(structuredClone|requestIdleCallback|BroadcastChannel|WeakRef|reportError)\b/,
  /\b(Object\.(hasOwn|groupBy)|Array\.fromAsync|Promise\.withResolvers|crypto\.randomUUID|AbortSignal\.(timeout|any)|URL\.canParse|Intl\.(ListFormat|Segmenter|DurationFormat))\b/,
  /\.formatRange\(|\bdateStyle\b|\btimeStyle\b/,
  /\(\?<[=!]/,
  /\bstatic\{/,
];
const STYLE = [
  /:(has|is|where)\(/,
  /@(layer|container|property)\b/,
  /(?<![a-z-])(inset|aspect-ratio|margin-(inline|block)|padding-(inline|block)|scrollbar-gutter):/,
  /\d[dsl]v[hwib]\b/,
  /\b(color-mix|oklch|light-dark)\(/,
  // Without the plain :focus beside it, Safari 14 shows no focus at all.
  /(?<!:not\():focus-visible/,
];

const problems = [];
function search(name, text, banned) {
  for (const pattern of banned) {
    const found = pattern.exec(text);
    if (found) problems.push(`${name}: ${text.slice(Math.max(0, found.index - 30), found.index + 30)}`);
  }
}

for (const name of readdirSync(ASSETS)) {
  // Firebase tests for features before it uses them, and the app works without it.
  if (!/\.(js|css)$/.test(name) || name.startsWith("firebase-")) continue;
  const text = readFileSync(join(ASSETS, name), "utf8");
  search(name, text, name.endsWith(".js") ? SCRIPT : STYLE);
  if (!name.endsWith(".css")) continue;
  // Safari before 14.1 supports `gap` in grids alone.
  for (const [, rule, body] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (/display:(inline-)?flex/.test(body) && /(?<!grid-)gap:/.test(body)) problems.push(`${name}: gap in the flex box ${rule}`);
  }
}
search("sw.js", readFileSync(join("dist", "sw.js"), "utf8"), SCRIPT);

if (problems.length) {
  console.error(`Phones of five years ago lack this:\n${problems.join("\n")}`);
  process.exit(1);
}
