import type { Shape } from "../../../api/client";
import type { Org } from "../../../api/home";
import { useRead } from "../../../api/read";
import { type Say, useText } from "../../../text";
import { plainDay } from "../../../text/time";
import { Cell, Cells, Tag } from "../../../ui/cells";
import { Empty, Loaded } from "../../../ui/loaded";
import { type Column, Table } from "../../../ui/table";
import { useWide } from "../../../ui/wide";
import { words } from "../../../words/campaigns";

const EDITORS = ["class_teacher", "leader", "school_admin"];

/** The campaigns of a school or of one's classes. */
export function List({ org }: { org: Org }) {
  const t = useText();
  const wide = useWide();
  const path = (campaign: Campaign) => `/campaigns/${org.orgId}/${campaign.campaignId}`;
  const campaigns = useRead("/api/v1/orgs/{org_id}/campaigns", { path: { org_id: org.orgId } });
  return (
    <Loaded of={campaigns}>
      {(all) => (
        <>
          {!all.length && <Empty words={words.none} />}
          {wide && all.length > 0 && <Table label={words.title} rows={all} columns={columns(t)} keyOf={(campaign) => campaign.campaignId} href={path} file={t(words.title)} />}
          {!wide && (
            <Cells>
              {all.map((campaign) => (
                <Cell
                  key={campaign.campaignId}
                  href={path(campaign)}
                  subtitle={`${campaign.classes.slice(0, 3).join(" ")}${campaign.classes.length > 3 ? "…" : ""} · ${t(words.period(plainDay(campaign.startsOn), plainDay(campaign.endsOn)))} · ${t(words.doneOf(campaign.done, campaign.students))}`}
                  trailing={campaign.closedAt && <Tag>{t(words.closed)}</Tag>}
                >
                  {campaign.title}
                </Cell>
              ))}
            </Cells>
          )}
          {org.roles.some((role) => EDITORS.includes(role)) && <a class="button main" href={`/campaigns/${org.orgId}/new/edit`}>{t(words.open)}</a>}
        </>
      )}
    </Loaded>
  );
}

type Campaign = Shape<"CampaignSummary">;

function columns(t: Say): Column<Campaign>[] {
  return [
    { name: words.name, of: (one) => one.title },
    { name: words.classes, of: (one) => one.classes.join(" ") },
    { name: words.startsOn, of: (one) => one.startsOn, show: (one) => plainDay(one.startsOn) },
    { name: words.endsOn, of: (one) => one.endsOn, show: (one) => plainDay(one.endsOn) },
    { name: words.visitedOf, of: (one) => one.done, show: (one) => t(words.doneOf(one.done, one.students)) },
  ];
}
