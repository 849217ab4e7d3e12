import type { Shape } from "../../../api/client";
import { useText, type Words } from "../../../text";
import { words } from "../../../words/campaigns";

type Counts = Pick<Shape<"ClassProgress">, "owed" | "missed" | "planned" | "confirmed" | "done" | "students">;
type Part = "done" | "confirmed" | "planned" | "missed" | "owed";

const PARTS: Part[] = ["done", "confirmed", "planned", "missed", "owed"];

/** How far the visits that are due are, by class or grade: a table, with the same as a bar below each row. */
export function DutyPlot({ rows, label }: { rows: (Counts & { name: string })[]; label: Words }) {
  const t = useText();
  const shown = PARTS.filter((part) => part !== "missed" || rows.some((row) => row.missed));
  return (
    <div class="card">
      <table class="bars duty">
        <caption class="sr">{t(label)}</caption>
        <thead>
          <tr>
            <th scope="col"><span class="sr">{t(label)}</span></th>
            {shown.map((part) => <th key={part} scope="col" class="small"><span class={`duty-key duty-${part}`} aria-hidden="true" />{t(words.standings[part])}</th>)}
          </tr>
        </thead>
        <tbody>{rows.map((row) => [<Numbers key={row.name} row={row} parts={shown} />, <Drawn key={`${row.name} drawn`} row={row} parts={shown} />])}</tbody>
      </table>
    </div>
  );
}

function Numbers({ row, parts }: { row: Counts & { name: string }; parts: Part[] }) {
  const t = useText();
  return (
    <tr>
      <th scope="row">{row.name}</th>
      {parts.map((part) => <td key={part}><span class={`duty-key duty-${part}`} aria-hidden="true" /><span class="duty-name">{t(words.standings[part])}</span> {row[part]}</td>)}
    </tr>
  );
}

function Drawn({ row, parts }: { row: Counts; parts: Part[] }) {
  let at = 0;
  return (
    <tr aria-hidden="true">
      <td colSpan={parts.length + 1}>
        <svg viewBox="0 0 100 4" preserveAspectRatio="none">
          <rect class="ground" width="100" height="4" />
          {parts.map((part) => {
            const width = row.students ? (100 * row[part]) / row.students : 0;
            at += width;
            return <rect key={part} class={`duty-${part}`} x={at - width} width={width} height="4" />;
          })}
        </svg>
      </td>
    </tr>
  );
}
