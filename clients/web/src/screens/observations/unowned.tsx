import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cells, Facts } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import { words } from "../../words/school-cases";
import { naming } from "../../words/school-owner";
import type { SchoolCasePath } from "./case-props";

export interface UnownedProps {
  one: Shape<"SchoolCaseListed">;
  path: SchoolCasePath;
  open: () => void;
}

/** A case that nobody at its school owns, before an officer opens it. */
export function Unowned({ one, path, open }: UnownedProps) {
  const t = useText();
  return (
    <>
      <p class="note soon">{t(words.lead.owner)}</p>
      <Facts of={[[t(words.school), one.schoolName], [t(cases.state), one.urgent ? t(cases.urgent) : t(words.lacks.owner)]]} />
      <NameOwner path={path} />
      <Section title={naming.openTitle}>
        <p class="quiet small">{t(naming.openLead)}</p>
        <Button onClick={open}>{t(naming.open)}</Button>
      </Section>
    </>
  );
}

function NameOwner({ path }: { path: SchoolCasePath }) {
  const t = useText();
  const mutation = useMutation();
  const read = useRead("/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/owners", { path }, { secret: true });
  const name = async (one: Shape<"SchoolCaseOwner">) => {
    if (!(await confirm(naming.name, naming.nameSure(one.name), "main"))) return;
    await mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/owner", { path, body: { staffId: one.staffId } }, key), () => toast(naming.named(one.name)));
  };
  return (
    <Section title={naming.nameTitle}>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      <Loaded of={read}>
        {(found) =>
          found.length ? (
            <Cells>
              {found.map((one) => (
                <li key={one.staffId}>
                  <div class="cell">
                    <span class="what">
                      <span>{one.name}</span>
                      <span class="under">{t(naming.rungs[one.rung])}</span>
                    </span>
                    <Button kind="plain" busy={mutation.busy} onClick={() => void name(one)}>{t(naming.name)}<span class="sr"> {one.name}</span></Button>
                  </div>
                </li>
              ))}
            </Cells>
          ) : (
            <Empty words={naming.nobodyToName} />
          )
        }
      </Loaded>
    </Section>
  );
}
