/** Tables as files that spreadsheets open: UTF-8 with a byte order mark, and no cell is a formula. */
import { notHere, saveFile } from "../api/download";
import { same } from "../text";
import { toast } from "./toast";

export type Value = string | number | null | undefined;

const FORMULA = /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r]/;

/** Quoted always. A text that a spreadsheet would run is marked as text by an apostrophe. */
function cellOf(value: Value): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value ?? "");
  return `"${text.replace(/"/g, '""')}"`;
}

export async function saveCsv(name: string, rows: Value[][]): Promise<void> {
  const problem = await notHere();
  if (problem) return toast(same(problem.message));
  const text = rows.map((row) => row.map(cellOf).join(",")).join("\r\n");
  saveFile(new Blob(["\uFEFF", text, "\r\n"], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}
