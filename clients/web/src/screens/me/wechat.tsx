import { useEffect } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { goTo } from "../../ui/history";
import { ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { words } from "../../words/wechat";

const PATH = "/api/v1/orgs/{org_id}/me/wechat";
const RELOAD_EVERY = 2000;

/** A school's WeChat service account, where it has one. WeChat's own page sends the person back here, with a code in the address. */
export function Wechat({ org }: { org: Org }) {
  const t = useText();
  const path = { org_id: org.orgId };
  const link = useRead(PATH, { path });
  const mutation = useMutation();
  const back = backFrom(location.search, org.orgId);
  useEffect(() => {
    if (!back) return;
    goTo("/me/settings", true); // a code is good once: a reload would send it again
    void mutation.run((key) => write("put", PATH, { path, body: back }, key));
  }, []);
  useEffect(() => {
    if (link.data?.state !== "asked") return;
    const timer = setTimeout(link.reload, RELOAD_EVERY);
    return () => clearTimeout(timer);
  }, [link.data, link.problem]);
  if (!link.data || link.data.state === "off") return null;
  return (
    <Section title={words.title(org)}>
      <ProblemNote problem={mutation.problem} />
      <p class="quiet" role="status">{t(words[link.data.state])}</p>
      <Action link={link.data} busy={mutation.busy} end={() => void mutation.run((key) => write("delete", PATH, { path }, key))} />
    </Section>
  );
}

function Action({ link, busy, end }: { link: Shape<"WechatLink">; busy: boolean; end: () => void }) {
  const t = useText();
  if (link.state === "linked") return <Button busy={busy} onClick={end}>{t(words.end)}</Button>;
  if (link.state === "asked" || !link.connectUrl) return null; // none on a device that others use
  if (!navigator.userAgent.includes("MicroMessenger")) return <p class="note">{t(words.inWechat)}</p>;
  return <a class="button" href={link.connectUrl}>{t(words.connect)}</a>;
}

/** What WeChat's page sent back for this school. */
function backFrom(search: string, orgId: number): Shape<"WechatAsk"> | undefined {
  const query = new URLSearchParams(search);
  const [wechatCode, state] = [query.get("code"), query.get("state")];
  return wechatCode && state && query.get("wechat") === String(orgId) ? { wechatCode, state } : undefined;
}
