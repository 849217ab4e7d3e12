import { useValue } from "../storage/value";
import { queuedWrites } from "./queue";

/** Tells whether a write of this kind to this resource is queued already: nobody is asked to do it twice. */
export function useIsQueued(): (kind: RegExp, path: object) => boolean {
  const all = useValue(queuedWrites);
  const pathOf = (init: object) => JSON.stringify((init as { params?: { path?: object } }).params?.path);
  return (kind, path) => all.some((queued) => !queued.problem && kind.test(queued.path) && pathOf(queued.init) === JSON.stringify(path));
}
