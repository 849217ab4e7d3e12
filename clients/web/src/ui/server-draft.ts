/**
 * A draft of confidential text that also stands on the server, sealed, for its writer alone: a killed tab and another phone lose nothing.
 * Nothing of it is stored on this phone. It ends when the text is filed, and two weeks after the last change.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { type DraftPlace, DraftSaver, type DraftState } from "../api/draft-saver";
import { useHome } from "../api/home";
import { fetchData, type GetPath, type Params } from "../api/read";
import { useDraft } from "./draft";

export interface ServerDraft<T> {
  value: T;
  set: (change: (before: T) => T) => void;
  /** It was filed. */
  forget: () => void;
  /** Before it is filed. */
  settle: () => Promise<void>;
  /** Empties the form and removes the draft. */
  discard: () => void;
  /** The server was asked for a draft; before, nothing may be typed. */
  ready: boolean;
  state: DraftState;
}

interface Found {
  version: number;
  savedAt: string | null;
  text: string | null;
}

const UNSAVED: DraftState = { savedAt: undefined, problem: undefined, over: false };

/** As `useDraft`; `start`: the form as it is before anything is typed. */
export function useServerDraft<T>(key: string, { path, params }: DraftPlace, start: T): ServerDraft<T> {
  const [value, setValue, forgetValue] = useDraft<T>(key, start, { stored: true });
  const home = useHome();
  const assurance = home.data ? home.data.assurance : home.problem && 0;
  const [state, setState] = useState(UNSAVED);
  const [ready, setReady] = useState(false);
  const saver = useRef<DraftSaver | undefined>(undefined);
  const lastSave = useRef<Promise<void> | undefined>(undefined);
  const empty = useRef(JSON.stringify(start));
  const latest = useRef(value);
  latest.current = value;
  const textOf = (typed: T) => (JSON.stringify(typed) === empty.current ? null : JSON.stringify(typed));

  useEffect(() => {
    if (assurance === undefined) return;
    // Without a second factor it stays on this page.
    if (assurance < 2) return setReady(true);
    let current = true;
    const tell = (next: DraftState) => current && setState(next);
    const asked = Promise.resolve(lastSave.current).then(() => fetchData(path as GetPath, params as Params<GetPath>, "", { secret: true }));
    void asked.then(
      (data) => {
        if (!current) return;
        const found = data as unknown as Found;
        saver.current = new DraftSaver({ path, params }, found.version, tell);
        setState({ ...UNSAVED, savedAt: found.savedAt ?? undefined });
        // What was typed on this page, also before a second factor was given, is newer than what was saved.
        if (textOf(latest.current) !== null) saver.current.change(textOf(latest.current));
        else if (found.text) setValue(JSON.parse(found.text) as T);
        setReady(true);
      },
      // Without a network, too.
      () => current && setReady(true),
    );
    return () => {
      current = false;
      lastSave.current = saver.current?.flush();
      saver.current = undefined;
    };
  }, [key, assurance]);

  useEffect(() => {
    const flush = () => void saver.current?.flush();
    const hidden = () => document.visibilityState === "hidden" && flush();
    const ask = (event: BeforeUnloadEvent) => {
      if (!saver.current?.waits()) return;
      event.preventDefault();
      event.returnValue = "";
    };
    addEventListener("pagehide", flush);
    addEventListener("beforeunload", ask);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      removeEventListener("pagehide", flush);
      removeEventListener("beforeunload", ask);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, []);

  const set = (change: (before: T) => T) =>
    setValue((before) => {
      const next = change(before);
      saver.current?.change(textOf(next));
      return next;
    });
  const forget = () => {
    saver.current?.end();
    forgetValue();
  };
  const discard = () => {
    forgetValue();
    saver.current?.change(null);
    void saver.current?.flush();
  };
  return { value, set, forget, discard, ready, state, settle: async () => saver.current?.settle() };
}
