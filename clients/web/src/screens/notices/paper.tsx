import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { both, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { words } from "../../words/notice-channels";
import { Attached } from "./attached";

type Family = Shape<"UnreachedFamily">;

/** The families whom no channel reaches, with the notice above: one list for the teacher, on paper. */
export function Paper() {
  const t = useText();
  const { params } = useRoute();
  const path = { org_id: Number(params.org), notice_id: params.id ?? "" };
  const notice = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}", { path });
  const list = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}/unreached", { path });
  return (
    <Page title={words.paper} back>
      <Loaded of={notice}>
        {({ titleZh, bodyZh, files }) => (
          <article class="card stack">
            <h2>{titleZh}</h2>
            <p class="text">{bodyZh}</p>
            <Attached files={files} of={`/api/v1/orgs/${path.org_id}/notices/${path.notice_id}`} />
          </article>
        )}
      </Loaded>
      <Loaded of={list}>
        {({ families, staff }) =>
          families.length + staff.length ? (
            <>
              <p class="quiet small">{t(words.paperMore)}</p>
              {byClass(families).map(([name, own]) => <ClassList key={name} name={name} families={own} />)}
              {staff.length > 0 && <p>{t(words.staff)}：{staff.join("、")}</p>}
              <Button wide onClick={() => window.print()}>{t(words.print)}</Button>
            </>
          ) : (
            <Empty words={words.nobody} />
          )
        }
      </Loaded>
    </Page>
  );
}

function ClassList({ name, families }: { name: string; families: Family[] }) {
  const t = useText();
  return (
    <Section title={both(name, name)}>
      <table class="table">
        <tbody>
          <tr>
            <th scope="col">{t(words.student)}</th>
            <th scope="col">{t(words.guardians)}</th>
            <th scope="col">{t(words.handed)}</th>
          </tr>
          {families.map((family) => (
            <tr key={family.studentId}>
              <td>{family.studentName}</td>
              <td>{family.people.join("、") || t(words.none)}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function byClass(families: Family[]): [string, Family[]][] {
  const lists = new Map<string, Family[]>();
  for (const family of families) lists.set(family.className, [...(lists.get(family.className) ?? []), family]);
  return [...lists];
}
