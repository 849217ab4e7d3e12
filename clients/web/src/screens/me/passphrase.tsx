import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText, type Words } from "../../text";
import { fullDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words as adult } from "../../words/guardian-secret";
import { words } from "../../words/me";
import { Pin } from "./pin";

const OF_STUDENT = { resets: words.resets, none: words.noResets, safe: words.safe, title: words.secretTitle, now: words.secretNow, next: words.secretNew, hint: words.secretHint };
type Said = Record<keyof typeof OF_STUDENT, Words>;

/** Who issued starting codes, and the passphrase, which staff change as a password. An adult has one who has no phone number. */
export function Passphrase({ of }: { of: "student" | "guardian" | "staff" }) {
  const profile = useRead("/api/v1/me");
  if (of === "student") return <><StartingCodeResets said={OF_STUDENT} /><Pin /><Secret said={OF_STUDENT} /></>;
  if (!profile.data?.hasPassword) return null;
  return of === "staff" ? <StartingCodeResets said={adult} hides /> : <><StartingCodeResets said={adult} /><Secret said={adult} /></>;
}

/** `hides`: nothing shows where nobody did. */
function StartingCodeResets({ said, hides }: { said: Said; hides?: boolean }) {
  const t = useText();
  const resets = useRead("/api/v1/me/resets", undefined, { secret: true });
  if (hides && !resets.data?.length) return null;
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
