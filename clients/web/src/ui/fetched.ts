import { useEffect, useState } from "preact/hooks";
import { offline, type Problem } from "../api/problem";
import type { Read } from "../api/read";

/** A part of a screen whose code is fetched once it is shown. `load` is called once, and again by `reload`. */
export function useFetched<T>(load: () => Promise<T>): Read<T> {
  const [found, setFound] = useState<{ data?: T; problem?: Problem }>({});
  const reload = () => {
    setFound({});
    load().then((data) => setFound({ data }), () => setFound({ problem: offline() }));
  };
  useEffect(reload, []);
  return { data: found.data, problem: found.problem, loading: !found.data && !found.problem, stale: false, reload };
}
