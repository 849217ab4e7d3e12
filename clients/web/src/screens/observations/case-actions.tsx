import { useState } from "preact/hooks";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { useFetched } from "../../ui/fetched";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import type { CaseProps, SheetProps } from "./case-props";
import { AskedClosing } from "./closing";

type Action = "follow" | "raise" | "close";

/** The actions on an open concern. Their texts are confidential and never queued. */
export function CaseActions({ concern, path }: CaseProps) {
  const t = useText();
  const mutation = useMutation();
  const [action, setAction] = useState<Action>();
  const takeUp = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/take-up", { path, version: concern.version }, key), () => toast(cases.takenUp));
  const sheet = { concern, path, close: () => setAction(undefined) };
  return (
    <div class="stack close">
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      {concern.closing && <AskedClosing concern={concern} path={path} />}
      {concern.waits && <Button wide kind="main" busy={mutation.busy} onClick={takeUp}>{t(cases.takeUp)}</Button>}
      <Button wide onClick={() => setAction("follow")}>{t(cases.followUp)}</Button>
      <div class="buttons">
        {concern.canRaise && <Button onClick={() => setAction("raise")}>{t(cases.raise)}</Button>}
        {!concern.closing && <Button onClick={() => setAction("close")}>{t(cases.close)}</Button>}
      </div>
      {action === "follow" && <FollowUpSheet {...sheet} />}
      {action === "raise" && <RaiseSheet {...sheet} />}
      {action === "close" && <CloseSheet {...sheet} />}
    </div>
  );
}

/** Their sheets are fetched when they are asked for. */
function RaiseSheet(props: SheetProps) {
  return <Loaded of={useFetched(() => import("./raise"))}>{({ RaiseSheet }) => <RaiseSheet {...props} />}</Loaded>;
}

function FollowUpSheet(props: SheetProps) {
  return <Loaded of={useFetched(() => import("./case-sheets"))}>{({ FollowUpSheet }) => <FollowUpSheet {...props} />}</Loaded>;
}

function CloseSheet(props: SheetProps) {
  return <Loaded of={useFetched(() => import("./case-sheets"))}>{({ CloseSheet }) => <CloseSheet {...props} />}</Loaded>;
}
