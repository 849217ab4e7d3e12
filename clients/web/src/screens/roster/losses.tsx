import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { useText } from "../../text";
import { clock, fullDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { LoadMore } from "../../ui/load-more";
import { Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { words } from "../../words/roster";
import { Download } from "./download";

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
function TouchedKind({ of: { kind, count, names } }: { of: Import["touched"][number] }) {
  const t = useText();
  if (!names.length) return <li>{t(words.touched[kind](count))}</li>;
  return (
    <li>
      <details>
        <summary>{t(words.touched[kind](count))}</summary>
        <ul class="plain small">
          {names.map(({ name, detail, startsAt }, at) => <li key={at}>{[name, detail, startsAt && `${fullDay(startsAt)} ${clock(startsAt)}`].filter(Boolean).join(" · ")}</li>)}
          {count > names.length && <li>{t(words.touchedMore(count - names.length))}</li>}
        </ul>
      </details>
    </li>
  );
}

/** Everything that would end or be removed, by name, and as a file. */
export function Losses({ data, path }: { data: Import; path: { org_id: number; import_id: string } }) {
  const t = useText();
  const pages = usePages("/api/v1/orgs/{org_id}/roster/imports/{import_id}/losses", { path });
  return (
    <Section title={data.state === "done" ? words.lossesDone : words.losses}>
      <Loaded of={pages.first}>
        {() => (
          <>
            {pages.items.length < data.lossCount && <p class="quiet small">{t(words.lossMore(pages.items.length, data.lossCount))}</p>}
            <Cells>
              {pages.items.map((loss, index) => (
                <Cell key={index} subtitle={[t(words.loss[loss.kind]), loss.detail].filter(Boolean).join(" · ")} trailing={loss.number}>{loss.name}</Cell>
              ))}
            </Cells>
          </>
        )}
      </Loaded>
      <LoadMore pages={pages} words={words.lossNext} />
      <Download path={`/api/v1/orgs/${path.org_id}/roster/imports/${path.import_id}/losses.csv`} fileName={`${t(words.lossFileName)}.csv`} label={words.lossFile} />
    </Section>
  );
}
