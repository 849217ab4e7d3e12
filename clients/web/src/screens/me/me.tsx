import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { waiting } from "../../storage/queue";
import { leave } from "../../storage/session";
import { named, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Page, Section } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { confirm } from "../../ui/confirm";
import { goTo } from "../../history";
import { ROLES, words } from "../../words/me";

/** Oneself: children, roles, and the way to the settings. */
export default function Me() {
  const t = useText();
  const home = useRead("/api/v1/me/home", undefined, { keep: true });
  const [leaving, setLeaving] = useState(false);
  const signOut = async () => {
    if (waiting.get().length && !(await confirm(words.signOut, words.signOutLoses))) return;
    setLeaving(true);
    await leave();
    goTo("/", true);
  };
  return (
    <Page title={words.title}>
      <Shown of={home}>
        {({ orgs }) => {
          const children = orgs.flatMap((org) => org.children.map((child) => ({ ...child, org })));
          return (
            <>
              {children.length > 0 && (
                <Section title={words.children}>
                  <Cells>
                    {children.map((child) => <Cell key={child.studentId} under={`${t(named(child.org))} · ${child.className}`}>{child.name}</Cell>)}
                  </Cells>
                </Section>
              )}
              <Section title={words.roles}>
                <Cells>
                  {orgs.map((org) => (
                    <Cell key={org.orgId} under={org.roles.map((role) => t(ROLES[role] ?? [role, role])).join(" · ")}>{t(named(org))}</Cell>
                  ))}
                </Cells>
              </Section>
            </>
          );
        }}
      </Shown>
      <Cells>
        <Cell href="/me/settings">{t(words.settings)}</Cell>
        <Cell href="/me/calendar">{t(words.calendar)}</Cell>
        <Cell href="/me/devices">{t(words.devices)}</Cell>
        {!home.data?.orgs.every((org) => org.roles.every((role) => /guardian$/.test(role))) && <Cell href="/me/safety">{t(words.safety)}</Cell>}
      </Cells>
      <Button wide busy={leaving} onClick={() => void signOut()}>{t(words.signOut)}</Button>
    </Page>
  );
}
