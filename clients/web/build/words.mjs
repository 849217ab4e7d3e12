/** Refuses text outside the catalogues: letters in JSX and in attributes that screen readers read, and Chinese outside `words/`. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const READ_ALOUD = new Set(["aria-label", "placeholder", "title", "alt", "label"]);
const problems = [];

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [path] : [];
  });
}

function check(path) {
  const text = readFileSync(path, "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const report = (node, what) => problems.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`);
  const visit = (node) => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) report(node, "text in a screen");
    if (ts.isJsxAttribute(node) && READ_ALOUD.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer)) report(node, "text in an attribute");
    if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) && /[\u4e00-\u9fff]{2,}/.test(node.text)) report(node, "Chinese outside words/");
    ts.forEachChild(node, visit);
  };
  visit(source);
  const lines = text.split("\n").length;
  if (lines > 300) problems.push(`${path} has ${lines} lines`);
}

for (const path of files("src")) if (!path.startsWith(join("src", "words")) && path !== join("src", "text", "time.ts")) check(path);
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
