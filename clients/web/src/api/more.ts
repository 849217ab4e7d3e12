/** Lists that come in pages: the first is drawn like any screen, the next ones when asked for. */
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "./problem";
import { ask, type Data, type GetPath, type How, type Params, type Read, useRead } from "./read";

type PagePath = { [P in GetPath]: Data<P> extends { items: unknown[]; next: string | null } ? P : never }[GetPath];
type Item<P extends PagePath> = Data<P> extends { items: (infer I)[] } ? I : never;

export interface Pages<P extends PagePath> {
  first: Read<Data<P>>;
  items: Item<P>[];
  /** Asks for the next page; undefined at the end. `problem`: why it did not come. */
  more: (() => void) | undefined;
  busy: boolean;
  problem: Problem | undefined;
}

export function useMore<P extends PagePath>(path: P, params: Omit<Params<P>, "query"> & { query?: object }, how: How = {}): Pages<P> {
  const first = useRead(path, params as Params<P>, how);
  const [rest, setRest] = useState<{ items: Item<P>[]; next: string | null }>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => setRest(undefined), [first.data]);
  const page = first.data as { items: Item<P>[]; next: string | null } | undefined;
  const next = rest ? rest.next : (page?.next ?? null);
  const more = async () => {
    const asked = { ...params, query: { ...params.query, cursor: next } } as unknown as Params<P>;
    setBusy(true);
    setProblem(undefined);
    try {
      const got = (await ask(path, asked, `${path} ${JSON.stringify(asked)}`, how)) as { items: Item<P>[]; next: string | null };
      setRest({ items: [...(rest?.items ?? []), ...got.items], next: got.next });
    } catch (wrong) {
      setProblem(wrong as Problem);
    } finally {
      setBusy(false);
    }
  };
  return { first, items: [...(page?.items ?? []), ...(rest?.items ?? [])], more: next ? () => void more() : undefined, busy, problem };
}
