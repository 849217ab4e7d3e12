import { useIsQueued } from "../../api/is-queued";
import { write } from "../../api/write";
import { useText } from "../../text";
import { ConfirmButton } from "../../ui/confirm-button";
import { toast } from "../../ui/toast";
import { queued } from "../../words/queued";
import { words as recordWords } from "../../words/records";
import { words } from "../../words/visits";
import { ofVisit, useRefusedRecord, useWaits } from "./said";
import type { Visit, VisitPath } from "./status";

/** What became of a visit: its record, or that nobody was home. `later`: something else comes first. */
export function WriteDown({ visit, path, later }: { visit: Visit; path: VisitPath; later?: boolean }) {
  const waits = useWaits(path);
  return (
    <>
      {!waits.missed && <RecordLink path={path} later={later} />}
      {!waits.record && <MissedButton visit={visit} path={path} />}
    </>
  );
}

/** To the record of a visit; one that waits for the network is not written twice, one that was refused is opened again. */
function RecordLink({ path, later }: { path: VisitPath; later?: boolean }) {
  const t = useText();
  const waits = useWaits(path);
  const refused = useRefusedRecord(path);
  if (waits.record) return <p class="note">{t(recordWords.waits)}：{t(queued)}</p>;
  return <a class={later ? "button wide" : "button main"} href={`/visits/${path.org_id}/${path.visit_id}/record`}>{t(refused ? recordWords.openRefused : words.record)}</a>;
}

/** Nobody was home: said without network too, and refused where the visit was moved or written down meanwhile. */
function MissedButton({ visit, path }: { visit: Visit; path: VisitPath }) {
  const t = useText();
  const isQueued = useIsQueued();
  if (isQueued(/missed$/, path)) return <p class="note">{t(words.waitsMissed)}：{t(queued)}</p>;
  return (
    <ConfirmButton
      kind="plain"
      action={words.missed}
      consequence={words.missedSure}
      send={(key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/missed", { path, version: visit.version, queueAs: ofVisit(words.waitsMissed, visit) }, key)}
      onDone={(saved) => toast(saved ? words.missedSaved : queued)}
    />
  );
}
