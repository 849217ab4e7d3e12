import { useEffect, useRef, useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useMutation } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Check, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { LoginField, plainLogin } from "../../ui/login-field";
import { ProblemNote } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { words } from "../../words/signin";
import { post } from "../../api/post";
import { signIn } from "./sign-in";

/** The server sends one code a minute. */
const SECONDS_BETWEEN_CODES = 60;

const CODE_LENGTH = 6;

const requestCode = (phone: string) => post("/api/v1/auth/code", { phone });

/** Guardians and staff: a phone number, then the code sent to it. */
export function ByPhone() {
  const mutation = useMutation();
  const [phone, setPhone] = useState("");
  const [codeSent, setCodeSent] = useState(false);
  if (codeSent) return <CodeForm phone={plainLogin(phone)} onOtherNumber={() => setCodeSent(false)} />;
  return (
    <Form mutation={mutation} button={words.getCode} send={() => void mutation.run(() => requestCode(plainLogin(phone)), () => setCodeSent(true))}>
      <LoginField label={words.phone} hint={words.phoneHint} value={phone} onValue={setPhone} error={fieldError(mutation.problem, "phone")} />
    </Form>
  );
}

function CodeForm({ phone, onOtherNumber }: { phone: string; onOtherNumber: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [code, setCode] = useState("");
  const [name, setName] = useState<string>();
  const [shared, setShared] = useState(false);
  const container = useRef<HTMLDivElement>(null);
  const enter = (given: string) => void signIn(mutation, "phone", { phone, code: given, sharedDevice: shared, ...(name && { name: name.trim() }) });
  // The sixth digit sends it: nobody looks for a button on a phone's keyboard. A refused one is sent again by hand, or once changed.
  const typed = (given: string) => {
    const digits = given.replace(/\D/g, "").slice(0, CODE_LENGTH);
    setCode(digits);
    if (digits.length === CODE_LENGTH && digits !== code && !mutation.busy) enter(digits);
  };
  const field = () => container.current?.querySelector<HTMLInputElement>("[autocomplete=one-time-code]");
  useEffect(() => field()?.focus(), []);
  // A number that was silent for months: the name is asked for besides, once.
  useEffect(() => {
    if (mutation.problem?.slug === "name-needed") setName((before) => before ?? "");
  }, [mutation.problem]);
  // A refused code is selected: the next digit begins another one.
  useEffect(() => mutation.problem && field()?.select(), [mutation.problem]);
  return (
    <div class="stack" ref={container}>
      <p class="note" role="status">{t(words.codeSent(phone))}</p>
      <Form mutation={mutation} button={words.enter} send={() => enter(code)}>
        <Check label={words.shared} hint={shared ? words.sharedHint : undefined} value={shared} onValue={setShared} />
        <Input label={words.code} inputMode="numeric" autocomplete="one-time-code" required value={code} onValue={typed} error={fieldError(mutation.problem, "code")} />
        {name !== undefined && <Input label={words.whose} hint={words.whoseHint} required maxLength={50} autocomplete="off" value={name} onValue={setName} />}
      </Form>
      <NoCode phone={phone} onOtherNumber={onOtherNumber} />
    </div>
  );
}

/** What to do if no code arrives. */
function NoCode({ phone, onOtherNumber }: { phone: string; onOtherNumber: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [left, start] = useCountdown(SECONDS_BETWEEN_CODES);
  const again = () =>
    void mutation.run(() => requestCode(phone), () => {
      start();
      toast(words.sentAgain);
    });
  return (
    <section class="stack close">
      <p class="quiet small">{t(words.notCome)}</p>
      <ProblemNote problem={mutation.problem} />
      <div class="buttons">
        {left ? <p class="button plain quiet">{t(words.againIn(left))}</p> : <Button kind="plain" busy={mutation.busy} onClick={again}>{t(words.again)}</Button>}
        <Button kind="plain" onClick={onOtherNumber}>{t(words.another)}</Button>
      </div>
    </section>
  );
}

/** Seconds left, by the clock: a phone that slept keeps counting. */
function useCountdown(seconds: number): [left: number, start: () => void] {
  const [until, setUntil] = useState(() => Date.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [until]);
  const start = () => {
    setUntil(Date.now() + seconds * 1000);
    setLeft(seconds);
  };
  return [left, start];
}
