import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { type Org, orgsWith, useHome } from "../orgs";
import { named, useText } from "../text";
import { parts } from "../words/parts";
import { Choices } from "./fields";
import { Empty, Shown } from "./shown";

/** A screen of one organisation, in which the person has one of these roles (`kind`: only of that kind); they choose where there are several. */
export function InOrg({ roles, kind, children }: { roles: string[]; kind?: Org["kind"]; children: (org: Org) => ComponentChildren }) {
  const t = useText();
  const home = useHome();
  const [chosen, setChosen] = useState<string>();
  return (
    <Shown of={home}>
      {(data) => {
        const orgs = orgsWith(data, ...roles).filter((one) => !kind || one.kind === kind);
        const org = orgs.find((one) => String(one.orgId) === chosen) ?? orgs[0];
        if (!org) return <Empty words={parts.notYours} />;
        return (
          <>
            {orgs.length > 1 && (
              <Choices wide label={parts.where} value={[String(org.orgId)]} onValue={([one]) => setChosen(one)} options={orgs.map((one) => [String(one.orgId), t(named(one))])} />
            )}
            {children(org)}
          </>
        );
      }}
    </Shown>
  );
}
