import type { Home } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { useFetched } from "../../ui/fetched";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
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
              {(roles.includes("student") || roles.includes("client_student")) && <Passphrase of="student" />}
              {roles.includes("guardian") && !roles.includes("staff") && <Passphrase of="guardian" />}
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
            <Passphrase of="staff" />
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

/** Fetched apart: most people have no passphrase. */
function Passphrase({ of }: { of: "student" | "guardian" | "staff" }) {
  const part = useFetched(() => import("./passphrase")).data;
  return part ? <part.Passphrase of={of} /> : null;
}
