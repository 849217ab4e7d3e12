import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useMutation } from "../../api/write";
import { useText, type Words } from "../../text";
import { Check, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { words as signing } from "../../words/signin";
import { signIn } from "./sign-in";

type Named = "classCode" | "classCodeHint" | "name" | "nameHint" | "startingCode" | "startingHint" | "newSecret" | "newSecretHint" | "secret" | "oldSecret" | "oldSecretHint" | "shared" | "sharedHint" | "forgot" | "had" | "first" | "notFirst";

/**
 * People sign in with class code, name and a secret of their own; the first time with a starting code on paper.
 * `number`: a guardian's name stands behind the child's number, which is asked for.
 */
export function ByName({ words, number }: { words: Record<Named, Words>; number?: Words }) {
  const t = useText();
  const mutation = useMutation();
  const [first, setFirst] = useState(false);
  const [classCode, setClassCode] = useState(scannedClass);
  const [studentNumber, setStudentNumber] = useState("");
  const [name, setName] = useState("");
  const [startingCode, setStartingCode] = useState("");
  const [secret, setSecret] = useState("");
  const [had, setHad] = useState(false);
  const [oldSecret, setOldSecret] = useState("");
  // At school most phones are shared (P7), and who has none uses somebody else's: this starts checked.
  const [shared, setShared] = useState(true);
  const nameError = fieldError(mutation.problem, "name");
  const send = () => {
    const credentials = { classCode: classCode.trim().toUpperCase(), name: studentNumber.trim() + name.trim(), secret, sharedDevice: shared };
    void signIn(mutation, first ? "student/start" : "student", first ? { ...credentials, startingCode: startingCode.trim().toUpperCase(), ...(oldSecret ? { oldSecret } : {}) } : credentials);
  };
  return (
    <>
      <Form mutation={mutation} button={signing.enter} send={send}>
        <Input label={words.classCode} hint={words.classCodeHint} required maxLength={12} autocomplete="off" autocapitalize="characters" value={classCode} onValue={setClassCode} error={fieldError(mutation.problem, "classCode")} />
        {number && <Input label={number} required maxLength={32} autocomplete="off" value={studentNumber} onValue={setStudentNumber} error={nameError} />}
        <Input label={words.name} hint={words.nameHint} required maxLength={50} autocomplete="off" value={name} onValue={setName} error={number ? undefined : nameError} />
        {first && (
          <Input label={words.startingCode} hint={words.startingHint} required maxLength={8} autocomplete="off" autocapitalize="characters" value={startingCode} onValue={setStartingCode} error={fieldError(mutation.problem, "startingCode")} />
        )}
        {/* As a one-time code the browser does not offer to store it: on a shared phone the next person must not find the secret. */}
        <Input label={first ? words.newSecret : words.secret} hint={first ? words.newSecretHint : undefined} type="password" required maxLength={64} autocomplete={shared ? "one-time-code" : first ? "new-password" : "current-password"} value={secret} onValue={setSecret} error={fieldError(mutation.problem, "secret")} />
        {first && had && <Input label={words.oldSecret} hint={words.oldSecretHint} type="password" maxLength={64} autocomplete="off" value={oldSecret} onValue={setOldSecret} error={fieldError(mutation.problem, "oldSecret")} />}
        <Check label={words.shared} hint={shared ? words.sharedHint : undefined} value={shared} onValue={setShared} />
      </Form>
      {!first && <p class="quiet small">{t(words.forgot)}</p>}
      {first && !had && <button type="button" class="button plain" onClick={() => setHad(true)}>{t(words.had)}</button>}
      <button type="button" class="button plain" onClick={() => setFirst(!first)}>{t(first ? words.notFirst : words.first)}</button>
    </>
  );
}

/** The class of the QR code that led here. */
function scannedClass(): string {
  return /[?&]class=([A-Za-z0-9]{1,12})(&|$)/.exec(location.search)?.[1] ?? "";
}
