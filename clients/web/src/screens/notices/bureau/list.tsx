import type { Org } from "../../../api/home";
import { usePages } from "../../../api/pages";
import { useText } from "../../../text";
import { day } from "../../../text/time";
import { Cell, Cells, Tag } from "../../../ui/cells";
import { LoadMore } from "../../../ui/load-more";
import { Empty, Loaded } from "../../../ui/loaded";
import { words } from "../../../words/bureau-notices";
import { words as notices } from "../../../words/notices";

const TONES = { draft: "still", submitted: "soon", approved: "soon", sent: "calm", recalled: "still", cancelled: "still" } as const;

/** The notices of a bureau, for its officers. */
export function BureauNotices({ org }: { org: Org }) {
  const t = useText();
  const pages = usePages("/api/v1/orgs/{org_id}/bureau-notices", { path: { org_id: org.orgId } });
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          <a class="button main" href={`/notices/bureau/${org.orgId}/new`}>{t(words.write)}</a>
          {!pages.items.length && <Empty words={words.none} />}
          <Cells>
            {pages.items.map((line) => (
              <Cell
                key={line.bureauNoticeId}
                href={`/notices/bureau/${org.orgId}/${line.bureauNoticeId}`}
                subtitle={`${line.authorName} · ${day(line.sentAt ?? line.submittedAt ?? line.createdAt, org.timeZone)}`}
                trailing={<Tag tone={TONES[line.state]}>{t(words.states[line.state])}</Tag>}
              >
                {t([line.titleZh, line.titleEn ?? line.titleZh])}
              </Cell>
            ))}
          </Cells>
          <LoadMore pages={pages} words={notices.older} />
        </>
      )}
    </Loaded>
  );
}
