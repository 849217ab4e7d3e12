import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Say, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/roster";
import { Download } from "./download";

type Import = Shape<"RosterImport">;
type BadRow = Import["badRows"][number];

/** Equal faults of a column are one line from this many on. */
const GROUPED = 4;

/** Every row to fix, by sheet, row and column. `marks`: they can be had in the file itself. */
export function BadRows({ data, path, marks }: { data: Import; path: { org_id: number; import_id: string }; marks: boolean }) {
  const t = useText();
  const wide = useWide();
  const grouped = data.groups.filter((group) => group.count >= GROUPED);
  const isGrouped = (bad: Import["badRows"][number]) => grouped.some((group) => group.sheet === bad.sheet && group.column === bad.column && group.code === bad.code);
  const single = data.badRows.filter((bad) => !isGrouped(bad));
  const sheets = [...new Set(single.map((bad) => bad.sheet))];
  return (
    <Section title={words.bad}>
      {marks && data.badRows.length > 0 && (
        <>
          <p class="quiet small">{t(words.markedLead)}</p>
          <Download path={`/api/v1/orgs/${path.org_id}/roster/imports/${path.import_id}/faults.xlsx`} fileName={`${t(words.markedName)}-${data.fileName.replace(/\.[^.]*$/, "")}.xlsx`} label={words.marked} />
        </>
      )}
      {data.badRows.length < data.badRowCount && <p class="quiet small">{t(words.badMore(data.badRows.length, data.badRowCount))}</p>}
      {grouped.length > 0 && (
        <Cells>
          {grouped.map((group) => (
            <Cell key={group.sheet + group.column + group.code} subtitle={`${group.message} ${t(words.sameFault(group.count, group.rows.join(t(words.between)), group.values.join(t(words.between))))}`}>
              {[group.sheet, group.column].filter(Boolean).join(" · ")}
            </Cell>
          ))}
        </Cells>
      )}
      {wide && single.length > 0 && <Table label={words.bad} rows={single} columns={columns(t)} keyOf={keyOf} search={single.length > SEARCHED ? words.findFault : undefined} />}
      {!wide && sheets.map((sheet) => <SheetRows key={sheet} name={sheet} rows={single.filter((bad) => bad.sheet === sheet)} />)}
    </Section>
  );
}

/** More rows than a glance takes in. */
const SEARCHED = 8;

function columns(t: Say): Column<BadRow>[] {
  return [
    { name: words.sheetName, of: (bad) => bad.sheet },
    { name: words.rowNumber, of: (bad) => bad.row || undefined, show: (bad) => bad.row || t(words.row(0, "")) },
    { name: words.column, of: (bad) => bad.column },
    { name: words.fault, of: (bad) => bad.message },
  ];
}

const keyOf = (bad: BadRow) => [bad.sheet, bad.row, bad.column, bad.code, bad.message].join("\n");

/** Rows of a sheet shown at first. */
const ROWS_SHOWN = 20;

function SheetRows({ name, rows }: { name: string; rows: Import["badRows"] }) {
  const t = useText();
  const [shown, setShown] = useState(ROWS_SHOWN);
  const hidden = rows.length - shown;
  return (
    <div class="stack close">
      <h3>{t(words.sheet(name, rows.length))}</h3>
      <Cells>
        {rows.slice(0, shown).map((bad, index) => (
          <Cell key={index} subtitle={bad.message}>{t(words.row(bad.row, bad.column))}</Cell>
        ))}
      </Cells>
      {hidden > 0 && <Button kind="plain" wide onClick={() => setShown(rows.length)}>{t(words.others(hidden))}</Button>}
    </div>
  );
}
