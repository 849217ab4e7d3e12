import { useState } from "preact/hooks";
import { useMutation, write } from "../../api/write";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { useFetched } from "../../ui/fetched";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import type { CaseProps, SheetProps } from "./case-props";

/** One person has asked to close it: a second one agrees or keeps it open. */
export function AskedClosing({ concern, path }: CaseProps) {
  const t = useText();
  const mutation = useMutation();
  const [refusing, setRefusing] = useState(false);
  const asked = concern.closing;
  if (!asked) return null;
  const agree = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/close/agree", { path, version: concern.version }, key), () => toast(cases.saved));
  return (
    <div class="note soon">
      <p>{t(cases.closeAsked(asked.byName, cases.outcomes[asked.outcome]))}</p>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      {asked.byId === account.get()?.accountId ? (
        <p>{t(cases.waitsForSecond)}</p>
      ) : (
        <div class="buttons">
          <Button kind="main" busy={mutation.busy} onClick={agree}>{t(cases.agree)}</Button>
          <Button onClick={() => setRefusing(true)}>{t(cases.refuse)}</Button>
        </div>
      )}
      {refusing && <RefuseSheet concern={concern} path={path} close={() => setRefusing(false)} />}
    </div>
  );
}

/** Fetched when it is asked for. */
function RefuseSheet(props: SheetProps) {
  return <Loaded of={useFetched(() => import("./case-sheets"))}>{({ RefuseSheet }) => <RefuseSheet {...props} />}</Loaded>;
}
