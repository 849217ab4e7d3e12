import type { Shape } from "../../../api/client";
import type { Org } from "../../../api/home";
import { usePages } from "../../../api/pages";
import { type Say, useText, type Words } from "../../../text";
import { day } from "../../../text/time";
import { Cell, Cells, Tag } from "../../../ui/cells";
import { LoadMore } from "../../../ui/load-more";
import { Empty, Loaded } from "../../../ui/loaded";
import { type Column, Table } from "../../../ui/table";
import { useWide } from "../../../ui/wide";
import { words } from "../../../words/bureau-notices";
import { list } from "../../../words/notice-list";
import { words as notices } from "../../../words/notices";

const TONES = { draft: "still", submitted: "soon", approved: "soon", sent: "calm", recalled: "still", cancelled: "still" } as const;

/** The notices of a bureau, for its officers. */
export function BureauNotices({ org }: { org: Org }) {
  const t = useText();
  const wide = useWide();
  const pages = usePages("/api/v1/orgs/{org_id}/bureau-notices", { path: { org_id: org.orgId } });
  const path = (line: Line) => `/notices/bureau/${org.orgId}/${line.bureauNoticeId}`;
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          <a class="button main" href={`/notices/bureau/${org.orgId}/new`}>{t(words.write)}</a>
          {!pages.items.length && <Empty words={words.none} />}
          {wide && pages.items.length > 0 && <Table label={list.sentByBureau} rows={pages.items} pages={pages} columns={columns(t, org)} keyOf={(line) => line.bureauNoticeId} href={path} search={list.find} file={t(list.sentByBureau)} />}
          {!wide && (
            <Cells>
              {pages.items.map((line) => (
                <Cell key={line.bureauNoticeId} href={path(line)} subtitle={`${line.authorName} · ${day(timeOf(line), org.timeZone)}`} trailing={<State line={line} />}>{t(titleOf(line))}</Cell>
              ))}
            </Cells>
          )}
          <LoadMore pages={pages} words={notices.older} />
        </>
      )}
    </Loaded>
  );
}

type Line = Shape<"BureauNoticeLine">;

function columns(t: Say, org: Org): Column<Line>[] {
  return [
    { name: list.title, of: (line) => t(titleOf(line)) },
    { name: list.author, of: (line) => line.authorName },
    { name: list.at, of: timeOf, show: (line) => day(timeOf(line), org.timeZone) },
    { name: list.state, of: (line) => t(words.states[line.state]), show: (line) => <State line={line} /> },
  ];
}

function titleOf(line: Line): Words {
  return [line.titleZh, line.titleEn ?? line.titleZh];
}

function timeOf(line: Line): string {
  return line.sentAt ?? line.submittedAt ?? line.createdAt;
}

function State({ line }: { line: Line }) {
  const t = useText();
  return <Tag tone={TONES[line.state]}>{t(words.states[line.state])}</Tag>;
}
