import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { post } from "../../api/post";
import { useRead } from "../../api/read";
import { useMutation } from "../../api/write";
import { same, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Initials } from "../../ui/initials";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { words } from "../../words/tablet";
import { setTablet, signedInByPin, startSignIn } from "./sign-in";

type Student = Shape<"TabletStudent">;

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(String);
const LEAST = 4;
const MOST = 6;

/** A class tablet while nobody is signed in: the names of its class, then the PIN. None of it is stored here. */
export function Tablet() {
  const here = useRead("/api/v1/auth/tablet", undefined, { secret: true });
  const [who, setWho] = useState<Student>();
  const unknown = here.problem?.slug === "tablet-unknown";
  const known = Boolean(here.data);
  useEffect(() => {
    if (known) setTablet(true);
    if (unknown) setTablet(false);
  }, [known, unknown]);
  if (unknown) return <Enrol done={here.reload} />;
  if (who) return <Pad who={who} back={() => setWho(undefined)} />;
  return (
    <Page title={here.data ? words.who(here.data.className) : words.enter}>
      <Loaded of={here}>{({ students }) => (students.length ? <Names students={students} choose={setWho} /> : <Empty words={words.nobody} />)}</Loaded>
      <OtherWay />
    </Page>
  );
}

function Names({ students, choose }: { students: Student[]; choose: (who: Student) => void }) {
  const t = useText();
  return (
    <>
      <p>{t(words.tap)}</p>
      <ul class="tablet-names">
        {students.map((one) => (
          <li key={one.studentId}><button type="button" onClick={() => choose(one)}><Initials id={one.studentId} name={one.name} />{t(same(one.name))}</button></li>
        ))}
      </ul>
    </>
  );
}

function Pad({ who, back }: { who: Student; back: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [pin, setPin] = useState("");
  const type = (digit: string) => setPin((before) => (before.length < MOST ? before + digit : before));
  const remove = () => setPin((before) => before.slice(0, -1));
  const enter = () => {
    if (pin.length < LEAST || mutation.busy) return;
    setPin("");
    void mutation.run<Shape<"SignedIn">>(() => startSignIn(() => post("/api/v1/auth/tablet", { studentId: who.studentId, pin })), (session) => void signedInByPin(session));
  };
  useKeys(type, remove, enter);
  return (
    <Page title={words.hello(who.name)}>
      <p>{t(words.pin)}</p>
      <p class="tablet-pin" role="status" aria-label={t(words.typed(pin.length))}>{"●".repeat(pin.length) + "○".repeat(Math.max(LEAST - pin.length, 0))}</p>
      <div class="tablet-pad" role="group" aria-label={t(words.pad)}>
        {DIGITS.map((digit) => <button key={digit} type="button" onClick={() => type(digit)}>{digit}</button>)}
        <button type="button" class="quiet" onClick={remove}>{t(words.back)}</button>
        <button type="button" onClick={() => type("0")}>0</button>
        <button type="button" class="main" aria-disabled={mutation.busy || undefined} onClick={enter}>{t(words.enter)}</button>
      </div>
      <ProblemNote problem={mutation.problem} />
      <p class="quiet small">{t(words.closed)}</p>
      <Button wide kind="plain" onClick={back}>{t(words.other)}</Button>
      <OtherWay />
    </Page>
  );
}

/** A tablet may have a keyboard. Keys are heard from the moment that the pad shows: the first digit is not lost. */
function useKeys(type: (digit: string) => void, remove: () => void, enter: () => void): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^[0-9]$/.test(event.key)) type(event.key);
      else if (event.key === "Backspace") remove();
      else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement)) enter();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}

function OtherWay() {
  const t = useText();
  return <p><a class="button plain wide" href="/sign-in/student">{t(words.passphrase)}</a></p>;
}

/** A code of an administrator makes this browser the class's tablet. The code of a picture stands behind the address, where no server sees it. */
function Enrol({ done }: { done: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [code, setCode] = useState(() => location.hash.slice(1, 22));
  const send = () =>
    void mutation.run(() => post("/api/v1/auth/tablet/enrolment", { code: code.trim().toUpperCase() }), () => {
      setTablet(true);
      goTo("/sign-in/tablet", true);
      done();
    });
  return (
    <Page title={words.enrolTitle}>
      <p>{t(words.enrolLead)}</p>
      <Form mutation={mutation} button={words.enrol} send={send}>
        <Input label={words.code} hint={words.codeHint} required maxLength={21} autocomplete="off" autocapitalize="characters" value={code} onValue={setCode} />
      </Form>
      <p><a class="button plain wide" href="/sign-in/adult">{t(words.notTablet)}</a></p>
    </Page>
  );
}
