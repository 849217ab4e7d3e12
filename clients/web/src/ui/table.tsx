/** A table for wide windows, whose code phones never fetch. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { TableProps } from "./columns";
import { Loading } from "./loaded";

export type { Column } from "./columns";

export function Table<Row>(props: TableProps<Row>) {
  const [Full, setFull] = useState<(props: TableProps<Row>) => JSX.Element>();
  useEffect(() => void import("./table-full").then((fetched) => setFull(() => fetched.FullTable<Row>), () => undefined), []);
  return Full ? <Full {...props} /> : <Loading />;
}
