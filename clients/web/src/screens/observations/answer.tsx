import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Facts } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { CONSENT, words } from "../../words/committee";

type Member = Shape<"Member">;

/** The school asks a guardian whether their child may serve: what it means, yes or no, and how to end it later. */
export default function Answer() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), member_id: params.id ?? "" };
  const read = useRead("/api/v1/orgs/{org_id}/committee-members/{member_id}", { path });
  return (
    <Page title={words.answer} back>
      <Loaded of={read}>{(member) => <Invitation member={member} />}</Loaded>
    </Page>
  );
}

function Invitation({ member }: { member: Member }) {
  const t = useText();
  return (
    <>
      <p class="asked">{t(words.ask(member.studentName))}</p>
      <Facts
        of={[
          [t(words.className), member.className],
          [t(words.termName), t(words.term(plainDay(member.startsOn), plainDay(member.endsOn)))],
        ]}
      />
      <Section title={words.means}>
        <ul class="card stack close">
          {words.meaning.map((text) => <li key={text[1]}>{t(text)}</li>)}
        </ul>
      </Section>
      {member.state === "asked" ? <AnswerButtons member={member} /> : <GivenAnswer member={member} />}
    </>
  );
}

function AnswerButtons({ member }: { member: Member }) {
  const t = useText();
  const mutation = useMutation();
  const path = { org_id: member.orgId, member_id: member.memberId };
  const answer = (consents: boolean) =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/committee-members/{member_id}/answer", { path, body: { consents, consentVersion: CONSENT }, version: member.version }, key),
      () => toast(consents ? words.consented : words.declinedDone),
    );
  if (member.consentVersion !== CONSENT) return <p class="note soon">{t(words.newer)}</p>;
  return (
    <>
      <p>{t(words.talk)}</p>
      <ProblemNote problem={mutation.problem} />
      <Button wide kind="main" busy={mutation.busy} onClick={() => answer(true)}>{t(words.consent)}</Button>
      <Button wide busy={mutation.busy} onClick={() => answer(false)}>{t(words.decline)}</Button>
    </>
  );
}

function GivenAnswer({ member }: { member: Member }) {
  const t = useText();
  const path = { org_id: member.orgId, member_id: member.memberId };
  return (
    <>
      <p class="note">{t(words.states[member.state])}</p>
      {member.state === "serving" && (
        <>
          <p class="quiet small">{t(words.takeBackLead)}</p>
          <ConfirmButton
            action={words.takeBack}
            consequence={words.takeBackSure(member.studentName)}
            send={(key) => write("post", "/api/v1/orgs/{org_id}/committee-members/{member_id}/end", { path, version: member.version }, key)}
            onDone={() => toast(words.endDone)}
          />
        </>
      )}
    </>
  );
}
