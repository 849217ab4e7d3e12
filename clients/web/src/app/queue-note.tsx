import { type QueuedWrite, queuedWrites } from "../api/queue";
import { dismiss } from "../api/queue-sender";
import { useValue } from "../storage/value";
import { useText } from "../text";
import { words } from "../words/queue-note";

/** Writes that wait for the network, and those that the server refused: shown until the person dismisses them. */
export function QueueNote() {
  const t = useText();
  const writes = useValue(queuedWrites);
  if (!writes.length) return null;
  return (
    <div class="page-notes">
      {writes.map((write) => (write.problem ? <Refused key={write.id} write={write} /> : (
        <p key={write.id} class="note soon small" role="status">{t(write.words)} · {t(words.waiting)}</p>
      )))}
    </div>
  );
}

function Refused({ write }: { write: QueuedWrite }) {
  const t = useText();
  return (
    <div class="note soon small" role="alert">
      <p>{t(words.refused)}：{t(write.words)}</p>
      <p>{write.problem?.message}</p>
      <button type="button" class="button" onClick={() => void dismiss(write)}>{t(words.seen)}</button>
    </div>
  );
}
