import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { deadline } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Facts } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { Sealed } from "../../ui/sealed";
import { toast } from "../../ui/toast";
import { words } from "../../words/disclosures";
import { cases } from "../../words/observations";

const PATH = "/api/v1/orgs/{org_id}/observer-disclosures/{disclosure_id}";

interface Props {
  of: Shape<"Disclosure">;
  path: { org_id: number; disclosure_id: string };
  zone: string | undefined;
}

/** A custodian's request to learn who reported something, for the custodian who asked and those who may agree. */
export default function Disclosure() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), disclosure_id: params.id ?? "" };
  const zone = useHome().data?.orgs.find((org) => org.orgId === path.org_id)?.timeZone;
  const read = useRead(PATH, { path }, { secret: true });
  return (
    <Page title={words.title} back>
      <Loaded of={read}>{(of) => <Request of={of} path={path} zone={zone} />}</Loaded>
    </Page>
  );
}

function Request({ of, path, zone }: Props) {
  const t = useText();
  const open = of.state === "asked" || of.state === "agreed";
  return (
    <>
      <Facts
        of={[
          [t(cases.about), of.studentName ?? t(cases.noName(of.className))],
          [t(cases.className), of.studentName ? of.className : undefined],
          [t(cases.state), t(words.states[of.state])],
          [t(words.askedBy), of.askedByName],
          [t(words.agreedBy), of.agreedByName ?? undefined],
          [t(words.until), open ? deadline(of.until, zone) : undefined],
        ]}
      />
      <div class="card stack close">
        <p class="quiet small">{t(cases.recorded)}</p>
        {open && <Sealed path={`${PATH}/reason`} params={{ path }} button={words.openReason}>{({ reason }) => <p class="text">{reason}</p>}</Sealed>}
        {of.canLook && (
          <Sealed path={`${PATH}/observer`} params={{ path }} button={words.look}>
            {(who) => (
              <>
                <p>{who.name && `${who.name} · `}{t(cases.parts[who.part])}</p>
                {who.part !== "unsigned_slip" && <p class="quiet small">{t(cases.observerLead)}</p>}
              </>
            )}
          </Sealed>
        )}
      </div>
      <Answers of={of} path={path} />
    </>
  );
}

function Answers({ of, path }: Omit<Props, "zone">) {
  const t = useText();
  const mutation = useMutation();
  const end = of.canAgree ? words.refuse : words.withdraw;
  const agree = () => void mutation.run((key) => write("post", `${PATH}/agree`, { path }, key), () => toast(words.agreed));
  const withdraw = async () => {
    if (await confirm(end, words.sure))
      void mutation.run((key) => write("post", `${PATH}/withdraw`, { path }, key), () => toast(words.ended));
  };
  return (
    <>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      <div class="buttons">
        {of.canAgree && <Button kind="main" busy={mutation.busy} onClick={agree}>{t(words.agree)}</Button>}
        {of.canEnd && <Button busy={mutation.busy} onClick={() => void withdraw()}>{t(end)}</Button>}
      </div>
    </>
  );
}
