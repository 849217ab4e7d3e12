import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { clock, fullDay } from "../../text/time";
import { words } from "../../words/roster";

type Import = Shape<"RosterImport">;

/** How much an import ends or removes, by kind: what a person has to see before anything else. */
export function LossNote({ data }: { data: Import }) {
  const t = useText();
  return (
    <div class="note urgent" role="alert">
      {data.lossCount > 0 && <strong>{t(words.lossSum(data.lossCount))}</strong>}
      <ul class="plain">
        {data.lossCounts.map(({ kind, count }) => <li key={kind}>{t(words.lossOf(kind, count))}</li>)}
      </ul>
      {data.touched.length > 0 && <p>{t(words.touchedLead)}</p>}
      <ul class="plain">
        {data.touched.map((one) => <TouchedKind key={one.kind} of={one} />)}
      </ul>
    </div>
  );
}

/** How many of a kind, and which: opened by who wants to know. */
function TouchedKind({ of: { kind, count, names, colleagues } }: { of: Import["touched"][number] }) {
  const t = useText();
  if (!names.length && !colleagues.length) return <li>{t(words.touched[kind](count))}</li>;
  return (
    <li>
      <details>
        <summary>{t(words.touched[kind](count))}</summary>
        <ul class="plain small">
          {colleagues.map((one, at) => <li key={`on${at}`}>{t(words.hangs(one.name, one.count))}</li>)}
          {names.map(({ name, detail, startsAt }, at) => <li key={at}>{[name, detail, startsAt && `${fullDay(startsAt)} ${clock(startsAt)}`].filter(Boolean).join(" · ")}</li>)}
          {names.length > 0 && count > names.length && <li>{t(words.touchedMore(count - names.length))}</li>}
        </ul>
      </details>
    </li>
  );
}
