import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, day, isoDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { confirm } from "../../ui/confirm";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { toast } from "../../ui/toast";
import { UntilSaved, useSaved } from "../../ui/until-saved";
import { begun } from "../../words/begun";
import { words as back } from "../../words/notice-back";
import { words as channels } from "../../words/notice-channels";
import { words } from "../../words/notices";
import { words as budget } from "../../words/sms-budget";
import { isQuiet } from "./quiet";
import { AudienceSize } from "./size";
import { undoSeconds } from "./undo";

export interface UnsentProps {
  notice: Shape<"Notice">;
  path: { org_id: number; notice_id: string };
  zone: string;
  onSent: () => void;
  canSend: boolean;
}

/** Whom a notice would reach, and when it is to leave. */
export function UnsentNotice({ canSend, ...props }: UnsentProps) {
  const t = useText();
  const { notice, path } = props;
  return (
    <>
      {notice.backBecause && <p class="note">{t(back[notice.backBecause])}</p>}
      <AudienceSize orgId={path.org_id} audience={notice.audience} urgent={notice.importance === "urgent"} titles={notice} paper={`/notices/sent/${path.org_id}/${path.notice_id}?paper`} />
      {canSend && <UntilSaved of={notice}>{(notice) => <SendForm {...props} notice={notice} />}</UntilSaved>}
    </>
  );
}

function SendForm({ notice, path, zone, onSent }: Omit<UnsentProps, "canSend">) {
  const t = useText();
  const onSaved = useSaved();
  const mutation = useMutation();
  const [when, setWhen] = useState<"now" | "later">(notice.sendAt ? "later" : "now");
  const [onDay, setDay] = useState(notice.sendAt ? isoDay(notice.sendAt, zone) : "");
  const [time, setTime] = useState(notice.sendAt ? clock(notice.sendAt, zone) : "08:00");
  const [alone, setAlone] = useState<"beyond" | "tellMyself">();
  const asked = alone !== undefined || mutation.problem?.slug === "sms-decision-needed";
  const send = () => {
    const sendAt = when === "later" ? instant(onDay, time, zone) : null;
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/send", { path, body: { sendAt, undoSeconds: sendAt ? 0 : undoSeconds(notice), smsAlone: alone ? alone === "beyond" : null }, version: notice.version }, key),
      (saved) => {
        onSaved(saved);
        if (!sendAt) onSent();
        toast(sendAt ? words.scheduled(`${day(sendAt, zone)} ${clock(sendAt, zone)}`) : begun);
      },
    );
  };
  const cancel = async () =>
    (await confirm(words.cancel, words.cancelSure)) &&
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/cancel", { path, version: notice.version }, key), () => toast(words.cancelled));
  return (
    <>
      <Form mutation={mutation} send={send} button={when === "now" ? words.sendNow : words.schedule}>
        <Choices label={words.when} value={[when]} onValue={([value]) => value && setWhen(value)} options={[["now", t(words.now)], ["later", t(words.later)]]} />
        {notice.importance !== "urgent" && isQuiet(when === "later" ? time : clock(new Date(), zone)) && <p class="note">{t(channels.quiet)}</p>}
        {when === "later" && (
          <div class="buttons">
            <Input label={words.day} type="date" required min={isoDay(new Date(), zone)} value={onDay} onValue={setDay} error={fieldError(mutation.problem, "sendAt")} />
            <Input label={words.time} type="time" required value={time} onValue={setTime} />
          </div>
        )}
        {asked && <Choices<"beyond" | "tellMyself"> label={budget.decide} value={alone ? [alone] : []} onValue={([value]) => value && setAlone(value)} options={[["tellMyself", t(budget.tellMyself)], ["beyond", t(budget.beyond)]]} />}
      </Form>
      <div class="buttons">
        <a class="button" href={`/notices/write/${path.org_id}/${path.notice_id}`}>{t(words.edit)}</a>
        <Button kind="danger" busy={mutation.busy} onClick={() => void cancel()}>{t(words.cancel)}</Button>
      </div>
    </>
  );
}
