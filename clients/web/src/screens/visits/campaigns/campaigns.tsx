import { useRoute } from "preact-iso";
import { useFetched } from "../../../ui/fetched";
import { Loaded } from "../../../ui/loaded";
import { OrgChoice } from "../../../ui/org-choice";
import { Page } from "../../../ui/page";
import { words } from "../../../words/campaigns";
import { CampaignView } from "./campaign";

const READERS = ["class_teacher", "leader", "school_admin", "subject_teacher", "staff"];

/** The visit campaigns of a school or a class (V8): the list, or one of them, by the address. */
export default function Campaigns() {
  const [org, campaign] = useRoute().params.at?.split("/") ?? [];
  return campaign ? <CampaignView key={campaign} path={{ org_id: Number(org), campaign_id: campaign }} /> : <All />;
}

function All() {
  const list = useFetched(() => import("./list"));
  return (
    <Page title={words.title} back wide>
      <Loaded of={list}>{({ List }) => <OrgChoice roles={READERS} kind={["school"]}>{(org) => <List key={org.orgId} org={org} />}</OrgChoice>}</Loaded>
    </Page>
  );
}
