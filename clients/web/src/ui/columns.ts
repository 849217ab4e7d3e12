/** What a table shows. */
import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem";
import type { Words } from "../text";
import type { Value } from "./csv";

/** `of`: what the column sorts by, is searched for and exports. `show`: what it shows instead. */
export interface Column<Row> {
  name: Words;
  of: (row: Row) => Value;
  show?: (row: Row) => ComponentChildren;
}

/** What of a list is not loaded yet; `loadMore` is undefined at its end. */
export interface TablePages {
  loadMore: (() => void) | undefined;
  busy: boolean;
  problem: Problem | undefined;
}

export interface TableProps<Row> {
  label: Words;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Where the first cell leads. */
  href?: (row: Row) => string | undefined;
  /** The name of the file that it can be exported as. */
  file?: string;
  /** Where `rows` are the first pages of a list: it is loaded whole once the table is searched, sorted or exported. */
  pages?: TablePages;
  /** A search field above: for what is longer than a glance. */
  search?: Words;
}
