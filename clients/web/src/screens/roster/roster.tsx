import { useEffect, useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useMore } from "../../api/more";
import { upload } from "../../api/upload";
import { useMutation } from "../../api/write";
import type { Org } from "../../orgs";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { InOrg } from "../../ui/org-choice";
import { Older } from "../../ui/older";
import { Page, Section } from "../../ui/page";
import { Progress } from "../../ui/progress";
import { Empty, Shown, Wrong } from "../../ui/shown";
import { tell } from "../../ui/toast";
import { goTo } from "../../history";
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
  const imports = useMore("/api/v1/orgs/{org_id}/roster/imports", { path: { org_id: org.orgId } });
  return (
    <>
      <Upload org={org} />
      <Section title={words.before}>
        <Shown of={imports.first}>
          {() => (imports.items.length ? <Cells>{imports.items.map((one) => <Line key={one.importId} org={org} one={one} />)}</Cells> : <Empty words={words.none} />)}
        </Shown>
        <Older of={imports} words={words.older} />
      </Section>
    </>
  );
}

/** What the API takes, said before a slow network has carried the file there. */
const MOST = 20 << 20;

function Upload({ org }: { org: Org }) {
  const t = useText();
  const mutation = useMutation();
  const [share, setShare] = useState(0);
  const [large, setLarge] = useState(false);
  const here = useHere();
  const send = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = "";
    mutation.clear();
    setLarge(file !== undefined && file.size > MOST);
    if (!file || file.size > MOST) return;
    setShare(0);
    const path = `/api/v1/orgs/${org.orgId}/roster/imports?fileName=${encodeURIComponent(file.name)}`;
    const checked = (done: Shape<"RosterImport"> | undefined) => {
      // Whoever went on to something else is told, not taken away from it.
      if (!here.current) tell(words.checkedAway);
      else if (done) goTo(`/roster/${org.orgId}/${done.importId}`);
    };
    void mutation.run((key) => upload<Shape<"RosterImport">>(path, file, setShare, key), checked);
  };
  if (mutation.busy) return <Progress label={t(share < 1 ? words.uploading : words.checking)} share={share > 0 && share < 1 ? share : undefined} />;
  return (
    <div class="stack">
      <a class="button" href={`/api/v1/orgs/${org.orgId}/roster/template`} download>{t(words.template)}</a>
      <label class="button main file">
        {t(words.choose)}
        <input class="sr" type="file" accept=".xlsx,.csv,.zip" onChange={(event) => send(event.currentTarget)} />
      </label>
      <p class="quiet small">{t(words.formats)}</p>
      {large && <p class="note soon" role="alert">{t(words.large)}</p>}
      <Wrong problem={mutation.problem} />
    </div>
  );
}

/** Whether this screen is still the one that is looked at. */
function useHere(): { current: boolean } {
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);
  return here;
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
