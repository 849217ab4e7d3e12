import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useMore } from "../../api/more";
import { upload } from "../../api/upload";
import { useDeed } from "../../api/write";
import type { Org } from "../../orgs";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { InOrg } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Progress } from "../../ui/progress";
import { Empty, Shown, Wrong } from "../../ui/shown";
import { goTo } from "../../way";
import { words } from "../../words/roster";

/** The school's people from its own workbook: a dry run first, then yes. */
export default function Roster() {
  const t = useText();
  return (
    <Page title={words.title} tab="/roster">
      <p class="quiet">{t(words.lead)}</p>
      <InOrg roles={["school_admin"]}>{(org) => <Imports key={org.orgId} org={org} />}</InOrg>
    </Page>
  );
}

function Imports({ org }: { org: Org }) {
  const t = useText();
  const imports = useMore("/api/v1/orgs/{org_id}/roster/imports", { path: { org_id: org.orgId } });
  return (
    <>
      <Upload org={org} />
      <Section title={words.before}>
        <Shown of={imports.first}>
          {() => (imports.items.length ? <Cells>{imports.items.map((one) => <Line key={one.importId} org={org} one={one} />)}</Cells> : <Empty words={words.none} />)}
        </Shown>
        {imports.more && <Button kind="plain" wide onClick={imports.more}>{t(words.older)}</Button>}
      </Section>
    </>
  );
}

function Upload({ org }: { org: Org }) {
  const t = useText();
  const deed = useDeed();
  const [share, setShare] = useState(0);
  const send = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    setShare(0);
    const path = `/api/v1/orgs/${org.orgId}/roster/imports?fileName=${encodeURIComponent(file.name)}`;
    void deed.run((key) => upload<Shape<"RosterImport">>(path, file, setShare, key), (done) => done && goTo(`/roster/${org.orgId}/${done.importId}`));
  };
  return (
    <div class="stack">
      <a class="button" href={`/api/v1/orgs/${org.orgId}/roster/template`} download>{t(words.template)}</a>
      <label class="button main">
        {t(words.choose)}
        <input class="sr" type="file" accept=".xlsx,.csv,.zip" disabled={deed.busy} onChange={(event) => send(event.currentTarget)} />
      </label>
      <p class="quiet small">{t(words.formats)}</p>
      {deed.busy && <Progress label={t(words.uploading)} share={share || undefined} />}
      <Wrong problem={deed.problem} />
    </div>
  );
}

function Line({ org, one }: { org: Org; one: Shape<"RosterImportListed"> }) {
  const t = useText();
  const at = `${day(one.createdAt, org.timeZone)} ${clock(one.createdAt, org.timeZone)}`;
  return (
    <Cell
      href={`/roster/${org.orgId}/${one.importId}`}
      under={[at, one.badRowCount ? t(words.badRows(one.badRowCount)) : undefined].filter(Boolean).join(" · ")}
      more={<Tag tone={one.state === "failed" ? "soon" : one.state === "done" ? "calm" : "still"}>{t(words.states[one.state])}</Tag>}
    >
      {one.fileName}
    </Cell>
  );
}
