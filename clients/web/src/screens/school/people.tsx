import { useRead } from "../../api/read";
import { useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { InOrg } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { ROLES } from "../../words/me";
import { words } from "../../words/school";

/** Who works here and as what. */
export default function People() {
  const t = useText();
  return (
    <Page title={words.people} back>
      <p class="quiet">{t(words.peopleLead)}</p>
      <InOrg roles={["staff"]}>{(org) => <Staff key={org.orgId} orgId={org.orgId} />}</InOrg>
    </Page>
  );
}

function Staff({ orgId }: { orgId: number }) {
  const t = useText();
  const staff = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: orgId } });
  return (
    <Shown of={staff}>
      {(all) => (
        <Cells>
          {all.map((one) => (
            <Cell key={one.staffId} under={one.roles.length ? one.roles.map((role) => t(ROLES[role] ?? [role, role])).join(" · ") : t(words.noRole)}>{one.name}</Cell>
          ))}
        </Cells>
      )}
    </Shown>
  );
}
