/**
 * Who may import whom: files import their own layer or a lower one, a feature's screens no other feature's, and nothing imports
 * in a circle. Lazy and type-only imports count. `node build/imports.mjs FOLDER` checks another folder than `src`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";

const ROOT = process.argv[2] ?? "src";
/** Lowest first; folders on one line may import each other. */
const LAYERS = [["storage"], ["text", "words", "api"], ["push"], ["ui"], ["screens"], ["routes"], ["app", "main.tsx"]];
const IMPORT = /\b(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g;
const ENDINGS = ["", ".ts", ".tsx", "/index.ts"];

function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [path] : [];
  });
}

/** The files of ours that a file imports. */
function importsOf(file) {
  const names = [...readFileSync(file, "utf8").matchAll(IMPORT)].map((match) => match[1] ?? match[2]);
  return names.filter((name) => name.startsWith(".")).flatMap((name) => {
    const path = normalize(join(dirname(file), name));
    const found = ENDINGS.map((ending) => path + ending).find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
    return found && /\.tsx?$/.test(found) && !found.endsWith(".d.ts") ? [found] : [];
  });
}

const short = (file) => relative(ROOT, file).split(sep).join("/");
const layerOf = (file) => LAYERS.findIndex((names) => names.includes(short(file).split("/")[0]));
/** The folder below `screens/` that a file stands in; undefined for what all features share. */
const featureOf = (file) => /^screens\/([^/]+)\//.exec(short(file))?.[1];

const graph = new Map(sources(ROOT).map((file) => [file, importsOf(file)]));
const problems = [];

for (const [file, imports] of graph) {
  if (layerOf(file) < 0) problems.push(`${short(file)} stands in no layer (build/imports.mjs names them)`);
  for (const other of imports) {
    if (layerOf(other) > layerOf(file)) problems.push(`${short(file)} imports ${short(other)}, which is of a higher layer`);
    const [mine, theirs] = [featureOf(file), featureOf(other)];
    if (mine && theirs && mine !== theirs) problems.push(`${short(file)} imports ${short(other)}: features share through ui/ or api/`);
  }
}

/** Depth first: a file met again while its imports are still being followed closes a circle. */
const finished = new Set();
function follow(file, trail) {
  if (finished.has(file)) return;
  const at = trail.indexOf(file);
  if (at >= 0) return void problems.push(`import circle: ${[...trail.slice(at), file].map(short).join(" → ")}`);
  for (const other of graph.get(file) ?? []) follow(other, [...trail, file]);
  finished.add(file);
}
for (const file of graph.keys()) follow(file, []);

if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
