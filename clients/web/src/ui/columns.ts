/** What a table shows. */
import type { ComponentChildren } from "preact";
import type { Words } from "../text";
import type { Value } from "./csv";

/** `of`: what the column sorts by, is searched for and exports. `show`: what it shows instead. */
export interface Column<Row> {
  name: Words;
  of: (row: Row) => Value;
  show?: (row: Row) => ComponentChildren;
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
  /** A search field above: for what is longer than a glance. */
  search?: Words;
}
