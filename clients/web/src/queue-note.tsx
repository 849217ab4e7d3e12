import { drop, waiting, type Waiting } from "./storage/queue";
import { useValue } from "./storage/value";
import { useText } from "./text";
import { parts } from "./words/parts";

/** Writes that wait for the network, and those that were refused when they got through: shown until they are seen. */
export function QueueNote() {
  const t = useText();
  const all = useValue(waiting);
  if (!all.length) return null;
  return (
    <div class="page-notes">
      {all.map((one) => (one.problem ? <Refused key={one.id} one={one} /> : (
        <p key={one.id} class="note soon small" role="status">{t(one.words)} · {t(parts.waiting)}</p>
      )))}
    </div>
  );
}

function Refused({ one }: { one: Waiting }) {
  const t = useText();
  return (
    <div class="note soon small" role="alert">
      <p>{t(parts.refused)}：{t(one.words)}</p>
      <p>{one.problem?.sentence}</p>
      <button type="button" class="button" onClick={() => void drop(one)}>{t(parts.seen)}</button>
    </div>
  );
}
