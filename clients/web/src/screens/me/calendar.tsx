import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText, type Words } from "../../text";
import { inWechat } from "../../text/device";
import { Button } from "../../ui/buttons";
import { confirm } from "../../ui/confirm";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { StepUpFirst } from "../../ui/step-up-first";
import { toast } from "../../ui/toast";
import { inWechatWords } from "../../words/in-wechat";
import { mailWords } from "../../words/mail-address";
import { words } from "../../words/me";

/** A private calendar link, and the mail address for invites. */
export default function Calendar() {
  return (
    <Page title={words.calendar} back>
      <Section title={words.feedTitle}><Feed /></Section>
      <Section title={mailWords.email}><EmailAddress /></Section>
    </Page>
  );
}

function Feed() {
  const t = useText();
  const mutation = useMutation();
  const feed = useRead("/api/v1/me/feed", undefined, { secret: true });
  const [created, setCreated] = useState<Shape<"FeedMade">>();
  const [linkShown, setLinkShown] = useState(false);
  const make = () => void mutation.run((key) => write("post", "/api/v1/me/feed", {}, key), setCreated);
  const end = () => void mutation.run((key) => write("delete", "/api/v1/me/feed", {}, key), () => setCreated(undefined));
  // Calendars on other phones may use the present link.
  const confirmed = async (what: Words, then: () => void) => (await confirm(what, words.feedDies)) && then();
  const copy = async (url: string) => {
    try {
      await navigator.clipboard.writeText(url);
      toast(words.copied);
    } catch {
      setLinkShown(true); // some in-app browsers cannot copy: the person copies by hand
    }
  };
  return (
    <div class="stack">
      <p class="quiet">{t(words.feedLead)}</p>
      <ProblemNote problem={mutation.problem} />
      <Loaded of={feed}>
        {(data) => (
          <>
            {created ? (
              <div class="buttons">
                {!inWechat() && <a class="button main" href={created.webcal}>{t(words.feedOpen)}</a>}
                <Button onClick={() => void copy(created.https)}>{t(words.feedCopy)}</Button>
              </div>
            ) : data.createdAt && <p class="note">{t(words.feedOn)}</p>}
            {created && inWechat() && <p class="note">{t(inWechatWords.calendar)}</p>}
            {created && linkShown && <p class="card">{t(words.feedByHand)}<br /><code>{created.https}</code></p>}
            {data.createdAt || created ? (
              <Button busy={mutation.busy} onClick={() => void confirmed(words.feedAgain, make)}>{t(words.feedAgain)}</Button>
            ) : (
              <Button kind="main" busy={mutation.busy} onClick={make}>{t(words.feedMake)}</Button>
            )}
            {(data.createdAt || created) && (
              <Button kind="danger" busy={mutation.busy} onClick={() => void confirmed(words.feedEnd, end)}>
                {t(words.feedEnd)}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

function EmailAddress() {
  const t = useText();
  const profile = useRead("/api/v1/me");
  return (
    <Loaded of={profile}>
      {(data) => (
        <>
          {(data.passkeys > 0 || (data.hasPassword && data.hasTotp)) && <StepUpFirst />}
          {data.email && data.emailVerified ? <VerifiedEmail email={data.email} /> : <EmailForm key={t(mailWords.email)} known={data.email ?? ""} />}
        </>
      )}
    </Loaded>
  );
}

function VerifiedEmail({ email }: { email: string }) {
  const t = useText();
  const mutation = useMutation();
  return (
    <Form mutation={mutation} kind="danger" button={mailWords.emailOff} send={() => void mutation.run((key) => write("delete", "/api/v1/me/email", {}, key))}>
      <p class="card">{email} <span class="tag">{t(mailWords.emailVerified)}</span></p>
    </Form>
  );
}

/** `known`: an address that nobody has confirmed yet; the school's list may have given it. */
function EmailForm({ known }: { known: string }) {
  const mutation = useMutation();
  const [email, setEmail] = useState(known);
  const [code, setCode] = useState("");
  const [codeSent, setCodeSent] = useState(false);
  if (!codeSent) {
    return (
      <Form mutation={mutation} button={mailWords.emailSend} send={() => void mutation.run((key) => write("put", "/api/v1/me/email", { body: { email } }, key), () => setCodeSent(true))}>
        <Input label={mailWords.email} hint={known ? mailWords.emailUnconfirmed : mailWords.emailHint} type="email" inputMode="email" autocomplete="email" required maxLength={200} value={email} onValue={setEmail} error={fieldError(mutation.problem, "email")} />
      </Form>
    );
  }
  return (
    <Form mutation={mutation} button={mailWords.emailConfirm} send={() => void mutation.run((key) => write("post", "/api/v1/me/email/confirm", { body: { code } }, key), () => toast(words.done))}>
      <Input label={mailWords.emailCode} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={code} onValue={setCode} />
    </Form>
  );
}
