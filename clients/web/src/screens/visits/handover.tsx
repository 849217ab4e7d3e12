import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { clock } from "../../text/time";
import { Button } from "../../ui/buttons";
import { confirm } from "../../ui/confirm";
import { ConfirmButton } from "../../ui/confirm-button";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/handover";

interface At { path: { org_id: number }; query: { day: string } }

/** Who falls ill hands the evening to a colleague, or has its families choose another time: all of them at once. */
export function CannotCome({ at }: { at: At }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(words.cannotCome)}</Button>
      {open && <Sheet title={words.cannotCome} onClose={() => setOpen(false)}><Choose at={at} onDone={() => setOpen(false)} /></Sheet>}
    </>
  );
}

function Choose({ at, onDone }: { at: At; onDone: () => void }) {
  const t = useText();
  const evening = useRead("/api/v1/orgs/{org_id}/run-sheet/evening", at);
  return (
    <Loaded of={evening}>
      {(data) => data.visits.length ? (
        <>
          <ul>{data.visits.map((visit) => <li key={visit.visitId}>{clock(visit.startsAt, data.timeZone)} {visit.studentName}</li>)}</ul>
          <HandOver evening={data} at={at} onDone={onDone} />
          <NewTimes evening={data} at={at} onDone={onDone} />
        </>
      ) : <p class="note">{t(words.nothing)}</p>}
    </Loaded>
  );
}

function NewTimes({ evening, at, onDone }: { evening: Shape<"Evening">; at: At; onDone: () => void }) {
  const body = { day: evening.day, visitIds: evening.visits.map((visit) => visit.visitId) };
  return (
    <ConfirmButton
      action={words.newTimes}
      consequence={words.newTimesSure}
      send={(key) => write("post", "/api/v1/orgs/{org_id}/run-sheet/new-times", { path: at.path, body }, key)}
      onDone={() => {
        toast(words.timesAsked);
        onDone();
      }}
    />
  );
}

function HandOver({ evening, at, onDone }: { evening: Shape<"Evening">; at: At; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const free = evening.colleagues.filter((one) => one.free);
  const busy = evening.colleagues.filter((one) => !one.free);
  const give = async (colleague: Shape<"EveningColleague">) => {
    const fewer = colleague.comesAlready > 0;
    const consequence = fewer ? words.fewerSure(colleague.name, colleague.comesAlready) : words.handOverSure(colleague.name);
    if (!(await confirm(words.handOver(colleague.name), consequence))) return;
    const body = { day: evening.day, visitIds: evening.visits.map((visit) => visit.visitId), colleagueId: colleague.accountId, fewer };
    await mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/run-sheet/hand-over", { path: at.path, body }, key), () => {
      toast(words.handedOver(colleague.name));
      onDone();
    });
  };
  return (
    <>
      <p class="quiet small">{t(free.length ? words.handOverLead : words.nobodyFree)}</p>
      <ProblemNote problem={mutation.problem} />
      {free.map((one) => <Button key={one.accountId} wide busy={mutation.busy} onClick={() => void give(one)}>{t(words.handOver(one.name))}</Button>)}
      {busy.length > 0 && <p class="quiet small">{t(words.busy(busy.map((one) => one.name).join("、")))}</p>}
    </>
  );
}
