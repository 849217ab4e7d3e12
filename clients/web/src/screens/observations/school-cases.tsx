import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { plainDay } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Empty, Loaded } from "../../ui/loaded";
import { cases } from "../../words/observations";
import { words } from "../../words/school-cases";

/** What waits at a bureau's schools that lack somebody, urgent ones first. No child is named here. */
export function SchoolCases({ org }: { org: Org }) {
  const t = useText();
  const read = useRead("/api/v1/orgs/{org_id}/school-cases", { path: { org_id: org.orgId } }, { secret: true });
  return (
    <Loaded of={read}>
      {(found) =>
        found.length ? (
          <Cells>
            {found.map((one) => (
              <Cell
                key={one.observationId}
                href={`/concerns/school/${org.orgId}/${one.observationId}`}
                subtitle={`${t(words.lacks[one.lacks])} · ${t(words.toldOn(plainDay(one.toldOn)))}`}
                trailing={one.urgent ? <Tag tone="urgent">{t(cases.urgent)}</Tag> : undefined}
              >
                {one.schoolName}
              </Cell>
            ))}
          </Cells>
        ) : (
          <Empty words={words.none} />
        )
      }
    </Loaded>
  );
}
