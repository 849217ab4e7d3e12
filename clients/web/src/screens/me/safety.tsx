import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { withProof } from "../../api/passkey";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { fullDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { Passkeys } from "./passkeys";
import { words } from "../../words/me";

/** Passkeys, password and authenticator of staff; for a student, who issued new starting codes. */
export default function Safety() {
  const home = useRead("/api/v1/me/home", undefined, { store: true });
  return (
    <Page title={words.safety} back>
      <Loaded of={home}>
        {(data) => {
          const roles = data.orgs.flatMap((org) => org.roles);
          return (
            <>
              {roles.includes("staff") && <Staff />}
              {(roles.includes("student") || roles.includes("client_student")) && <><StartingCodeResets /><Secret /></>}
              {roles.includes("guardian") || roles.includes("client_guardian") || roles.includes("staff") ? <SmsRisk staff={roles.includes("staff")} /> : null}
              {!roles.includes("staff") && !roles.includes("student") && <Empty words={words.passwordOnly} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** What a code by SMS does not protect from. Staff are offered the stronger ways above it. */
function SmsRisk({ staff }: { staff: boolean }) {
  const t = useText();
  return <p class="note">{t(words.smsRisk)}{staff && ` ${t(words.smsStronger)}`}</p>;
}

function Staff() {
  const t = useText();
  const profile = useRead("/api/v1/me");
  return (
    <Loaded of={profile}>
      {(data) => (
        <>
          <p class="quiet">{t(words.passwordOnly)}</p>
          <OwnPasskeys needsProof={data.hasPassword && data.hasTotp && !data.passkeys} />
          <Section title={words.setPassword}><Password needsProof={data.hasPassword && data.hasTotp && !data.passkeys} hasPasskey={data.passkeys > 0} /></Section>
          <Section title={words.setTotp}><Authenticator needsProof={data.hasPassword && data.hasTotp && !data.passkeys} hasPasskey={data.passkeys > 0} /></Section>
        </>
      )}
    </Loaded>
  );
}

function OwnPasskeys({ needsProof }: { needsProof: boolean }) {
  const proofInput = useProof();
  return <Passkeys proof={needsProof ? proofInput.given : undefined} fields={needsProof && proofInput.fields} />;
}

function useProof() {
  const [current, setCurrent] = useState("");
  const [totp, setTotp] = useState("");
  const fields = (
    <>
      <Input label={words.current} type="password" autocomplete="current-password" required maxLength={128} value={current} onValue={setCurrent} />
      <Input label={words.totpNow} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={totp} onValue={setTotp} />
    </>
  );
  return { fields, given: { current, totp } };
}

function Password({ needsProof, hasPasskey }: { needsProof: boolean; hasPasskey: boolean }) {
  const mutation = useMutation();
  const proofInput = useProof();
  const [password, setPassword] = useState("");
  const body = needsProof ? { password, ...proofInput.given } : { password };
  return (
    <Form mutation={mutation} button={words.setPassword} send={() => void mutation.run((key) => withProof(hasPasskey, () => write("put", "/api/v1/me/password", { body }, key)), () => toast(words.done))}>
      <Input label={words.password} hint={words.passwordHint} type="password" autocomplete="new-password" required maxLength={128} value={password} onValue={setPassword} error={fieldError(mutation.problem, "password")} />
      {needsProof && proofInput.fields}
    </Form>
  );
}

function Authenticator({ needsProof, hasPasskey }: { needsProof: boolean; hasPasskey: boolean }) {
  const t = useText();
  const mutation = useMutation();
  const proofInput = useProof();
  const [created, setCreated] = useState<Shape<"TotpSecret">>();
  const [code, setCode] = useState("");
  if (!created) {
    return (
      <Form mutation={mutation} button={words.setTotp} send={() => void mutation.run((key) => withProof(hasPasskey, () => write("post", "/api/v1/me/totp", { body: needsProof ? proofInput.given : {} }, key)), setCreated)}>
        {needsProof && proofInput.fields}
      </Form>
    );
  }
  const confirm = () =>
    void mutation.run((key) => write("post", "/api/v1/me/totp/confirm", { body: { code } }, key), () => {
      setCreated(undefined);
      toast(words.done);
    });
  return (
    <Form mutation={mutation} button={words.totpConfirm} send={confirm}>
      <p>{t(words.totpLead)}</p>
      <p class="card"><code>{created.secret}</code></p>
      <a class="button" href={created.uri}>{t(words.totpOpen)}</a>
      <Input label={words.code} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={code} onValue={setCode} />
    </Form>
  );
}

function StartingCodeResets() {
  const t = useText();
  const resets = useRead("/api/v1/me/resets", undefined, { secret: true });
  return (
    <Section title={words.resets}>
      <Loaded of={resets}>
        {(all) =>
          all.length ? (
            <>
              <Cells>{all.map((reset) => <Cell key={reset.resetId} trailing={fullDay(reset.resetAt)} subtitle={[reset.first && t(words.resetFirst), t(reset.used ? words.resetUsed : words.resetUnused)].filter(Boolean).join(" · ")}>{t(words.resetBy(reset.resetBy, reset.secondBy))}</Cell>)}</Cells>
              <p class="quiet small">{t(words.safe)}</p>
            </>
          ) : (
            <Empty words={words.noResets} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Secret() {
  const mutation = useMutation();
  const [current, setCurrent] = useState("");
  const [secret, setSecret] = useState("");
  const done = () => {
    setCurrent("");
    setSecret("");
    toast(words.done);
  };
  return (
    <Section title={words.secretTitle}>
      <Form mutation={mutation} button={words.secretTitle} send={() => void mutation.run((key) => write("put", "/api/v1/me/secret", { body: { current, secret } }, key), done)}>
        <Input label={words.secretNow} type="password" autocomplete="off" required maxLength={64} value={current} onValue={setCurrent} />
        <Input label={words.secretNew} hint={words.secretHint} type="password" autocomplete="off" required maxLength={64} value={secret} onValue={setSecret} error={fieldError(mutation.problem, "secret")} />
      </Form>
    </Section>
  );
}
