import { useRoute } from "preact-iso";
import type { Org } from "../../../api/home";
import { useRead } from "../../../api/read";
import { useText } from "../../../text";
import { plainDay } from "../../../text/time";
import { Cell, Cells, Tag } from "../../../ui/cells";
import { Empty, Loaded } from "../../../ui/loaded";
import { OrgChoice } from "../../../ui/org-choice";
import { Page } from "../../../ui/page";
import { words } from "../../../words/campaigns";
import { CampaignView } from "./campaign";

const READERS = ["class_teacher", "leader", "school_admin", "subject_teacher", "staff"];
const EDITORS = ["class_teacher", "leader", "school_admin"];

/** The visit campaigns of a school or a class (V8): the list, or one of them, by the address. */
export default function Campaigns() {
  const [org, campaign] = useRoute().params.at?.split("/") ?? [];
  if (campaign) return <CampaignView key={campaign} path={{ org_id: Number(org), campaign_id: campaign }} />;
  return (
    <Page title={words.title} back>
      <OrgChoice roles={READERS} kind={["school"]}>{(org) => <List key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

function List({ org }: { org: Org }) {
  const t = useText();
  const campaigns = useRead("/api/v1/orgs/{org_id}/campaigns", { path: { org_id: org.orgId } });
  return (
    <Loaded of={campaigns}>
      {(all) => (
        <>
          {all.length ? (
            <Cells>
              {all.map((campaign) => (
                <Cell
                  key={campaign.campaignId}
                  href={`/campaigns/${org.orgId}/${campaign.campaignId}`}
                  subtitle={`${campaign.classes.slice(0, 3).join(" ")}${campaign.classes.length > 3 ? "…" : ""} · ${t(words.period(plainDay(campaign.startsOn), plainDay(campaign.endsOn)))} · ${t(words.doneOf(campaign.done, campaign.students))}`}
                  trailing={campaign.closedAt && <Tag>{t(words.closed)}</Tag>}
                >
                  {campaign.title}
                </Cell>
              ))}
            </Cells>
          ) : (
            <Empty words={words.none} />
          )}
          {org.roles.some((role) => EDITORS.includes(role)) && <a class="button main" href={`/campaigns/${org.orgId}/new/edit`}>{t(words.open)}</a>}
        </>
      )}
    </Loaded>
  );
}
