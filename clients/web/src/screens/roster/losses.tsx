import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { type Say, useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { LoadMore } from "../../ui/load-more";
import { Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/roster";
import { Download } from "./download";

type Import = Shape<"RosterImport">;

/** Everything that would end or be removed, by name, and as a file. */
export function Losses({ data, path }: { data: Import; path: { org_id: number; import_id: string } }) {
  const t = useText();
  const pages = usePages("/api/v1/orgs/{org_id}/roster/imports/{import_id}/losses", { path });
  const wide = useWide();
  return (
    <Section title={data.state === "done" ? words.lossesDone : words.losses}>
      <Loaded of={pages.first}>
        {() => (
          <>
            {pages.items.length < data.lossCount && <p class="quiet small">{t(words.lossMore(pages.items.length, data.lossCount))}</p>}
            {wide && pages.items.length > 0 && <Table label={words.losses} rows={pages.items} pages={pages} columns={columns(t)} keyOf={(loss) => String(pages.items.indexOf(loss))} />}
            {!wide && <Cells>
              {pages.items.map((loss, index) => (
                <Cell key={index} subtitle={[t(words.loss[loss.kind]), loss.detail].filter(Boolean).join(" · ")} trailing={loss.number}>{loss.name}</Cell>
              ))}
            </Cells>}
          </>
        )}
      </Loaded>
      <LoadMore pages={pages} words={words.lossNext} />
      <Download path={`/api/v1/orgs/${path.org_id}/roster/imports/${path.import_id}/losses.csv`} fileName={`${t(words.lossFileName)}.csv`} label={words.lossFile} />
    </Section>
  );
}

function columns(t: Say): Column<Shape<"LossShown">>[] {
  return [
    { name: words.lossName, of: (loss) => loss.name },
    { name: words.lossKind, of: (loss) => t(words.loss[loss.kind]) },
    { name: words.lossDetail, of: (loss) => loss.detail },
    { name: words.lossNumber, of: (loss) => loss.number },
  ];
}
