/** Lists that come in pages: the first page shows like any read, the next ones on request. */
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "./problem";
import { type Data, fetchData, type GetPath, type Params, type Read, type ReadOptions, useRead } from "./read";

type PagePath = { [P in GetPath]: Data<P> extends { items: unknown[]; next: string | null } ? P : never }[GetPath];
type Item<P extends PagePath> = Data<P> extends { items: (infer I)[] } ? I : never;

interface ItemPage<P extends PagePath> {
  items: Item<P>[];
  next: string | null;
}

export interface Pages<P extends PagePath> {
  first: Read<Data<P>>;
  items: Item<P>[];
  /** Fetches the next page; undefined at the end. `problem`: why it could not be fetched. */
  loadMore: (() => void) | undefined;
  busy: boolean;
  problem: Problem | undefined;
}

export function usePages<P extends PagePath>(path: P, params: Omit<Params<P>, "query"> & { query?: object }, options: ReadOptions = {}): Pages<P> {
  const first = useRead(path, params as Params<P>, options);
  const [later, setLater] = useState<ItemPage<P>>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => setLater(undefined), [first.data]);
  const page = first.data as ItemPage<P> | undefined;
  const next = later ? later.next : (page?.next ?? null);
  const loadMore = async () => {
    const nextParams = { ...params, query: { ...params.query, cursor: next } } as unknown as Params<P>;
    setBusy(true);
    setProblem(undefined);
    try {
      const loaded = (await fetchData(path, nextParams, `${path} ${JSON.stringify(nextParams)}`, options)) as ItemPage<P>;
      setLater({ items: [...(later?.items ?? []), ...loaded.items], next: loaded.next });
    } catch (thrown) {
      setProblem(thrown as Problem);
    } finally {
      setBusy(false);
    }
  };
  return { first, items: [...(page?.items ?? []), ...(later?.items ?? [])], loadMore: next ? () => void loadMore() : undefined, busy, problem };
}
