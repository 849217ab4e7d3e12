/** What somebody has said so far: in memory alone, gone with the page, also from a browser's page cache. */
import { useEffect, useRef, useState } from "preact/hooks";
import { hold, take } from "../../keep/held";
import { account } from "../../keep/session";
import type { Kind } from "../../words/observations";

export interface Given {
  kind?: Kind;
  /** null: they would rather not say. */
  studentId?: string | null;
  text: string;
  urgent: boolean;
  seenOn: string;
  aboutStaffId: string;
}

const NOTHING: Given = { text: "", urgent: false, seenOn: "", aboutStaffId: "" };

/** Something that is in memory alone, and goes with the page. `name`: it waits there while its writer looks at the helplines or signs in anew. */
export function useConfidential<T>(start: T, name?: string): [value: T, set: (next: T | ((before: T) => T)) => void, forget: () => void] {
  const [value, set] = useState<T>(() => (name ? take<T>(name) : undefined) ?? start);
  const latest = useRef(value);
  latest.current = value;
  const forget = () => set(start);
  useEffect(() => {
    const who = account.get()?.accountId;
    const path = location.pathname;
    return () => {
      if (name && latest.current !== start) hold(name, latest.current, who, path);
    };
  }, []);
  useEffect(() => {
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return [value, set, forget];
}

export function useGiven(name: string): [given: Given, set: (change: Partial<Given>) => void, forget: () => void] {
  const [given, setGiven, forget] = useConfidential(NOTHING, name);
  return [given, (change) => setGiven((before) => ({ ...before, ...change })), forget];
}
