import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Org, orgsWith, useHome } from "../api/home";
import { named, useText } from "../text";
import { parts } from "../words/parts";
import { Choices } from "./fields";
import { Empty, Loaded } from "./loaded";

/** What was chosen last while the app is open: the next such screen begins there. */
let last: string | undefined;

/** A screen of one organisation in which the person has one of these roles (`kind`: only of these kinds); with several, they choose once. */
export function OrgChoice({ roles, kind, children }: { roles: string[]; kind?: Org["kind"][]; children: (org: Org) => ComponentChildren }) {
  const t = useText();
  const home = useHome();
  const [chosen, setChosen] = useState(last);
  return (
    <Loaded of={home}>
      {(data) => {
        const orgs = orgsWith(data, ...roles).filter((org) => !kind || kind.includes(org.kind));
        const current = orgs.find((org) => String(org.orgId) === chosen) ?? orgs[0];
        if (!current) return <Empty words={parts.notYours} />;
        return (
          <>
            {orgs.length > 1 && (
              <Choices wide label={parts.where} value={[String(current.orgId)]} onValue={([orgId]) => setChosen((last = orgId))} options={orgs.map((org) => [String(org.orgId), t(named(org))])} />
            )}
            {children(current)}
          </>
        );
      }}
    </Loaded>
  );
}
