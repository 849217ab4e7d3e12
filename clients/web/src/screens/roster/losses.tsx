import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { useText } from "../../text";
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
        {data.touched.map(({ kind, count }) => <li key={kind}>{t(words.touched[kind](count))}</li>)}
      </ul>
    </div>
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
