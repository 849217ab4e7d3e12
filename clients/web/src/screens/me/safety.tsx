import { useState } from "preact/hooks";
import type { Home } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText, type Words } from "../../text";
import { fullDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { useFetched } from "../../ui/fetched";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { FactorResets, worksNow } from "./factor-resets";
import { Passkeys } from "./passkeys";
import { Authenticator, Password, useProof } from "./password";
import { words } from "../../words/me";

/** Passkeys, password and authenticator of staff; for who signs in by name, the passphrase and who issued starting codes. */
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
              {(roles.includes("student") || roles.includes("client_student")) && <><StartingCodeResets said={OF_STUDENT} /><Secret said={OF_STUDENT} /></>}
              {roles.includes("guardian") && !roles.includes("staff") && <OnPaper />}
              {roles.includes("guardian") || roles.includes("client_guardian") || roles.includes("staff") ? <SmsRisk staff={roles.includes("staff")} /> : null}
              <MovedNumbers home={data} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** Fetched apart: few people's numbers are moved. */
function MovedNumbers({ home }: { home: Home }) {
  const part = useFetched(() => import("./numbers")).data;
  return part ? <part.Numbers home={home} /> : null;
}

/** What a code by SMS does not protect from. Staff are offered the stronger ways above it. */
function SmsRisk({ staff }: { staff: boolean }) {
  const t = useText();
  return <p class="note">{t(words.smsRisk)}{staff && ` ${t(words.smsStronger)}`}</p>;
}

function Staff() {
  const t = useText();
  const profile = useRead("/api/v1/me");
  const resets = useRead("/api/v1/me/factor-resets", undefined, { secret: true });
  return (
    <Loaded of={profile}>
      {(data) => {
        const needsProof = data.hasPassword && data.hasTotp && !data.passkeys && !worksNow(resets.data);
        return (
          <>
            <p class="quiet">{t(words.passwordOnly)}</p>
            <FactorResets resets={resets} />
            <OwnPasskeys needsProof={needsProof} />
            <Section title={words.setPassword}><Password needsProof={needsProof} hasPasskey={data.passkeys > 0} /></Section>
            <Section title={words.setTotp}><Authenticator needsProof={needsProof} hasPasskey={data.passkeys > 0} /></Section>
          </>
        );
      }}
    </Loaded>
  );
}

function OwnPasskeys({ needsProof }: { needsProof: boolean }) {
  const proofInput = useProof();
  return <Passkeys proof={needsProof ? proofInput.given : undefined} fields={needsProof && proofInput.fields} />;
}

const OF_STUDENT = { resets: words.resets, none: words.noResets, safe: words.safe, title: words.secretTitle, now: words.secretNow, next: words.secretNew, hint: words.secretHint };
type Said = Record<keyof typeof OF_STUDENT, Words>;

/** A guardian without a phone number who set a passphrase. */
function OnPaper() {
  const profile = useRead("/api/v1/me");
  const said = useFetched(() => import("../../words/guardian-secret")).data?.words;
  return said && profile.data?.hasPassword ? <><StartingCodeResets said={said} /><Secret said={said} /></> : null;
}

function StartingCodeResets({ said }: { said: Said }) {
  const t = useText();
  const resets = useRead("/api/v1/me/resets", undefined, { secret: true });
  return (
    <Section title={said.resets}>
      <Loaded of={resets}>
        {(all) =>
          all.length ? (
            <>
              <Cells>{all.map((reset) => <Cell key={reset.resetId} trailing={fullDay(reset.resetAt)} subtitle={[reset.first && t(words.resetFirst), t(reset.used ? words.resetUsed : words.resetUnused)].filter(Boolean).join(" · ")}>{t(words.resetBy(reset.resetBy, reset.secondBy))}</Cell>)}</Cells>
              <p class="quiet small">{t(said.safe)}</p>
            </>
          ) : (
            <Empty words={said.none} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Secret({ said }: { said: Said }) {
  const mutation = useMutation();
  const [current, setCurrent] = useState("");
  const [secret, setSecret] = useState("");
  const done = () => {
    setCurrent("");
    setSecret("");
    toast(words.done);
  };
  return (
    <Section title={said.title}>
      <Form mutation={mutation} button={said.title} send={() => void mutation.run((key) => write("put", "/api/v1/me/secret", { body: { current, secret } }, key), done)}>
        <Input label={said.now} type="password" autocomplete="off" required maxLength={64} value={current} onValue={setCurrent} />
        <Input label={said.next} hint={said.hint} type="password" autocomplete="off" required maxLength={64} value={secret} onValue={setSecret} error={fieldError(mutation.problem, "secret")} />
      </Form>
    </Section>
  );
}
