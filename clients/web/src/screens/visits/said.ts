/** What a team says on the day, with or without network. */
import { useIsQueued } from "../../api/is-queued";
import { queuedWrites, type QueuedWrite } from "../../api/queue";
import { useValue } from "../../storage/value";
import type { Words } from "../../text";
import { clock } from "../../text/time";
import type { VisitPath } from "./status";

const times = new Map<string, string>();

/** When a write was said: the same for each try of it, by its key. */
export function saidAt(key: string): string {
  const at = times.get(key) ?? new Date().toISOString();
  times.set(key, at);
  return at;
}

/** What waits, with the time of its visit: on the day there are several, and no name stands in the queue. */
export function ofVisit(what: Words, visit: { startsAt: string; timeZone: string }): Words {
  const at = clock(visit.startsAt, visit.timeZone);
  return [`${at} ${what[0]}`, `${at} ${what[1]}`];
}

const RECORD = "/api/v1/orgs/{org_id}/visits/{visit_id}/record";

/** What of a visit waits for the network. */
export function useWaits(path: VisitPath) {
  const isQueued = useIsQueued();
  const all = useValue(queuedWrites);
  return {
    start: isQueued(/\/start$/, path),
    allClear: isQueued(/\/all-clear$/, path),
    record: isQueued(/\/record$/, path),
    missed: isQueued(/\/missed$/, path),
    // It moves the later visits of the day as well.
    late: all.some((write) => !write.problem && write.path.endsWith("/late")),
  };
}

/** A record of this visit that the server refused: its text can be sent again. */
export function useRefusedRecord({ org_id, visit_id }: VisitPath): QueuedWrite | undefined {
  const all = useValue(queuedWrites);
  return all.find((write) => {
    const of = (write.init as { params: { path?: VisitPath } }).params.path;
    return write.problem && write.path === RECORD && of?.org_id === org_id && of.visit_id === visit_id;
  });
}
