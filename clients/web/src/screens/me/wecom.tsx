import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { words } from "../../words/wecom";

const PATH = "/api/v1/orgs/{org_id}/me/wecom";

/** Whether a guardian signs in from the school's WeCom, where it has one. */
export function Wecom({ org }: { org: Org }) {
  const t = useText();
  const path = { org_id: org.orgId };
  const link = useRead(PATH, { path });
  const mutation = useMutation();
  if (!link.data || link.data.state === "off") return null;
  const send = (method: "put" | "delete") => void mutation.run((key) => write(method, PATH, { path }, key));
  return (
    <Section title={words.settings(org)}>
      <ProblemNote problem={mutation.problem} />
      <p class="quiet" role="status">{t(words[link.data.state])}</p>
      <Action link={link.data} busy={mutation.busy} send={send} />
    </Section>
  );
}

function Action({ link, busy, send }: { link: Shape<"WecomLink">; busy: boolean; send: (method: "put" | "delete") => void }) {
  const t = useText();
  if (link.state === "signs_in") return <Button busy={busy} onClick={() => send("delete")}>{t(words.off)}</Button>;
  if (link.state !== "known") return null;
  return link.ownPhone ? <Button busy={busy} onClick={() => send("put")}>{t(words.on)}</Button> : <p class="note">{t(words.shared)}</p>;
}
