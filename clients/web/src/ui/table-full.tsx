/** A table that sorts, is searched and leaves as a file. For wide windows: a phone shows the same rows as a list. */
import { useEffect, useState } from "preact/hooks";
import { useText } from "../text";
import { finds } from "../text/search";
import { words } from "../words/table";
import { Button } from "./buttons";
import type { Column, TableProps } from "./columns";
import { saveCsv, type Value } from "./csv";
import { Input } from "./fields";

interface Order {
  column: number;
  down: boolean;
}

export function FullTable<Row>({ label, columns, rows, keyOf, href, file, pages, search }: TableProps<Row>) {
  const t = useText();
  const [order, setOrder] = useState<Order>();
  const [wanted, setWanted] = useState("");
  const found = sorted(matching(rows, columns, wanted), columns, order);
  const more = pages?.loadMore;
  const [leaving, setLeaving] = useState(false);
  const whole = leaving || order !== undefined || wanted.trim() !== "";
  useEffect(() => {
    if (whole && more && !pages.busy && !pages.problem) more();
  }, [whole, rows.length, pages?.busy, pages?.problem]);
  const save = () => void saveCsv(file ?? "", [columns.map((column) => t(column.name)), ...found.map((row) => columns.map((column) => column.of(row)))]);
  useEffect(() => {
    if (leaving && !more) save();
    if (!more || pages.problem) setLeaving(false);
  }, [leaving, !more, pages?.problem]);
  return (
    <div class="stack">
      {(search || file) && (
        <div class="table-tools">
          {search && <Input label={search} maxLength={40} value={wanted} onValue={setWanted} />}
          {file !== undefined && <Button busy={leaving} onClick={() => setLeaving(true)}>{t(words.save)}</Button>}
        </div>
      )}
      <div class="table-room">
        <table class="table">
          <caption class="sr">{t(label)}</caption>
          <thead><tr>{columns.map((column, index) => <Head key={index} column={column} index={index} order={order} onOrder={setOrder} />)}</tr></thead>
          <tbody>{found.map((row) => <Line key={keyOf(row)} row={row} columns={columns} href={href?.(row)} />)}</tbody>
        </table>
      </div>
      <p class="quiet small" role="status">{t((!more ? words.rows : whole && !pages.problem ? words.loading : words.some)(found.length))}</p>
    </div>
  );
}

function Head<Row>({ column, index, order, onOrder }: { column: Column<Row>; index: number; order: Order | undefined; onOrder: (order: Order) => void }) {
  const t = useText();
  const current = order?.column === index ? order : undefined;
  return (
    <th scope="col" aria-sort={current && (current.down ? "descending" : "ascending")}>
      <button type="button" onClick={() => onOrder({ column: index, down: current ? !current.down : false })}>
        {t(column.name)}<span class="order" aria-hidden="true">{current ? (current.down ? "▼" : "▲") : "↕"}</span>
      </button>
    </th>
  );
}

function Line<Row>({ row, columns, href }: { row: Row; columns: Column<Row>[]; href: string | undefined }) {
  return (
    <tr>
      {columns.map((column, index) => {
        const value = column.of(row);
        const shown = column.show ? column.show(row) : value;
        if (index === 0) return <th key={index} scope="row">{href ? <a href={href}>{shown}</a> : shown}</th>;
        return <td key={index} class={typeof value === "number" ? "number" : undefined}>{shown}</td>;
      })}
    </tr>
  );
}

function matching<Row>(rows: Row[], columns: Column<Row>[], wanted: string): Row[] {
  const found = finds(wanted);
  return wanted.trim() ? rows.filter((row) => columns.some((column) => found(String(column.of(row) ?? "")))) : rows;
}

/** By pronunciation, as Chinese name lists are; numbers by their value. What is missing comes last either way. */
function sorted<Row>(rows: Row[], columns: Column<Row>[], order: Order | undefined): Row[] {
  const column = order && columns[order.column];
  if (!column) return rows;
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const known = rows.filter((row) => !isMissing(column.of(row)));
  known.sort((one, other) => {
    const [a, b] = [column.of(one), column.of(other)];
    return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  });
  return [...(order.down ? known.reverse() : known), ...rows.filter((row) => isMissing(column.of(row)))];
}

function isMissing(value: Value): boolean {
  return value === null || value === undefined || value === "";
}
