import type { Shape } from "../api/client";
import type { Read } from "../api/read";
import { both, useText } from "../text";
import { words } from "../words/notice-channels";
import { Button } from "./buttons";
import { Empty, Loaded } from "./loaded";
import { Section } from "./page";

type Family = Shape<"UnreachedFamily">;

/** The families whom no channel reaches, by class: one list for the teacher, to print. */
export function UnreachedList({ of, more }: { of: Read<Shape<"Unreached">>; more: string }) {
  const t = useText();
  return (
    <Loaded of={of}>
      {({ families, staff }) =>
        families.length + staff.length ? (
          <>
            <p class="quiet small">{more}</p>
            {byClass(families).map(([name, own]) => <ClassList key={name} name={name} families={own} />)}
            {staff.length > 0 && <p>{t(words.staff)}：{staff.join("、")}</p>}
            <Button wide onClick={() => window.print()}>{t(words.print)}</Button>
          </>
        ) : (
          <Empty words={words.nobody} />
        )
      }
    </Loaded>
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
