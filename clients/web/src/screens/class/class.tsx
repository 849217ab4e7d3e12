import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { type Org } from "../../orgs";
import { useText } from "../../text";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { Bars } from "../../ui/figures";
import { InOrg } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Empty, Shown } from "../../ui/shown";
import { words } from "../../words/class";
import { lately } from "./lately";

type Pupil = Shape<"PupilCoverage">;
type Show = "owed" | "all";

/** My class: each pupil, visited this year? contacted this term? (V1, V2, V7) */
export default function Class() {
  return (
    <Page title={words.title}>
      <InOrg roles={["class_teacher", "subject_teacher"]}>{(org) => <Classes key={org.orgId} org={org} />}</InOrg>
    </Page>
  );
}

function Classes({ org }: { org: Org }) {
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: org.orgId } }, { keep: true });
  const [chosen, setChosen] = useState<string>();
  return (
    <Shown of={classes}>
      {(all) => {
        const one = all.find((other) => other.classId === chosen) ?? all[0];
        if (!one) return <Empty words={words.none} />;
        return (
          <>
            {all.length > 1 && <Choices label={words.which} value={[one.classId]} onValue={([id]) => setChosen(id)} options={all.map((other) => [other.classId, other.name])} />}
            <Whole key={one.classId} org={org} classId={one.classId} name={one.name} />
          </>
        );
      }}
    </Shown>
  );
}

function Whole({ org, classId, name }: { org: Org; classId: string; name: string }) {
  const t = useText();
  const [show, setShow] = useState<Show>("owed");
  const coverage = useRead("/api/v1/orgs/{org_id}/classes/{class_id}/coverage", { path: { org_id: org.orgId, class_id: classId } }, { keep: true });
  return (
    <Shown of={coverage}>
      {(data) => {
        const pupils = show === "owed" ? data.pupils.filter((pupil) => pupil.owed) : data.pupils;
        return (
          <>
            <Section title={[`${name} · ${words.year[0]}`, `${name} · ${words.year[1]}`]}>
              <Bars label={words.year} bars={[{ name: t(words.visited), part: data.visited, whole: data.pupils.length }, { name: t(words.contacted), part: data.contacted, whole: data.pupils.length }]} />
            </Section>
            {org.roles.includes("class_teacher") && <Cells><Cell href="/committee">{t(words.committee)}</Cell></Cells>}
            <Choices<Show> label={words.show} value={[show]} onValue={([one]) => one && setShow(one)} options={[["owed", t(words.owed)], ["all", t(words.all)]]} />
            {pupils.length ? (
              <Cells label={t(words.pupils)}>
                {pupils.map((pupil) => (
                  <Cell key={pupil.studentId} href={`/class/${org.orgId}/${classId}/${pupil.studentId}`} under={lately(pupil, data.timeZone, t)} more={<Mark pupil={pupil} />}>{pupil.name}</Cell>
                ))}
              </Cells>
            ) : (
              <Empty words={words.allDone} />
            )}
          </>
        );
      }}
    </Shown>
  );
}

function Mark({ pupil }: { pupil: Pupil }) {
  const t = useText();
  if (!pupil.owed) return <Tag>{t(words.done)}</Tag>;
  return <Tag tone={pupil.needsOnSite ? "soon" : "still"}>{t(pupil.needsOnSite ? words.needsOnSite : words.open)}</Tag>;
}
