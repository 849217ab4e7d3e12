import { useState } from "preact/hooks";
import { queuedWrites } from "../../api/queue";
import { type Org, orgsWith } from "../../api/home";
import { useRead } from "../../api/read";
import { signOut } from "../../storage/session";
import { named, same, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Initials } from "../../ui/initials";
import { confirm } from "../../ui/confirm";
import { goTo } from "../../ui/history";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { CONFIRMS_CODES, ROLES, words } from "../../words/me";
import { CONFIRMS_RESETS, words as recovery } from "../../words/recovery";

/** Every family of a school may come to the centre that serves it: that is no role yet. */
const isServedAlone = (org: Org) => org.roles.every((role) => role.startsWith("client_"));

function Roles({ org }: { org: Org }) {
  const t = useText();
  return <Cell subtitle={org.roles.map((role) => t(ROLES[role] ?? same(role))).join(" · ")}>{t(named(org))}</Cell>;
}

/** Shown where the person has, or had, a booking: else it would say that a child is counselled there who never was. */
function Served({ org }: { org: Org }) {
  const bookings = useRead("/api/v1/orgs/{org_id}/bookings", { path: { org_id: org.orgId }, query: EVER }, { secret: true });
  return bookings.data?.items.length ? <Roles org={org} /> : null;
}

const EVER = { since: "2000-01-01T00:00:00Z", limit: 1 };

/** The person: children, roles, and links to the settings. */
export default function Me() {
  const t = useText();
  const home = useRead("/api/v1/me/home", undefined, { store: true });
  const [leaving, setLeaving] = useState(false);
  const confirmSignOut = async () => {
    if (queuedWrites.get().length && !(await confirm(words.signOut, words.signOutLoses))) return;
    setLeaving(true);
    await signOut();
    goTo("/", true);
  };
  return (
    <Page title={words.title}>
      <Loaded of={home}>
        {({ orgs }) => {
          const children = orgs.flatMap((org) => org.children.map((child) => ({ ...child, org })));
          return (
            <>
              {children.length > 0 && (
                <Section title={words.children}>
                  <Cells>
                    {children.map((child) => <Cell key={child.studentId} leading={<Initials id={child.studentId} name={child.name} among={children.map((each) => each.studentId)} />} subtitle={`${t(named(child.org))} · ${child.className}`}>{child.name}</Cell>)}
                  </Cells>
                </Section>
              )}
              <Section title={words.roles}>
                <Cells>
                  {orgs.map((org) => (isServedAlone(org) ? <Served key={org.orgId} org={org} /> : <Roles key={org.orgId} org={org} />))}
                </Cells>
              </Section>
            </>
          );
        }}
      </Loaded>
      <Cells>
        <Cell href="/me/settings">{t(words.settings)}</Cell>
        <Cell href="/me/calendar">{t(words.calendar)}</Cell>
        <Cell href="/me/devices">{t(words.devices)}</Cell>
        {orgsWith(home.data, ...CONFIRMS_CODES).length > 0 && <Cell href="/me/codes">{t(words.codes)}</Cell>}
        {orgsWith(home.data, ...CONFIRMS_RESETS).length > 0 && <Cell href="/me/colleagues">{t(recovery.title)}</Cell>}
        <Cell href="/me/safety">{t(words.safety)}</Cell>
      </Cells>
      <Button wide busy={leaving} onClick={() => void confirmSignOut()}>{t(words.signOut)}</Button>
    </Page>
  );
}
