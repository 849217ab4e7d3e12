import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { post } from "../../api/post";
import { useMutation, type WriteResult } from "../../api/write";
import { startSession } from "../../storage/session";
import { useText } from "../../text";
import { inWechat } from "../../text/device";
import { Button } from "../../ui/buttons";
import { goTo } from "../../ui/history";
import { ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { words } from "../../words/wecom";
import { schoolOf, startSignIn, WECOM } from "./sign-in";

const EVERY = 1000;
const TRIES = 20;

/** A guardian signs in from the school's WeCom, whose own page sends the browser back here with a code in the address. */
export function FromWecom() {
  const t = useText();
  const mutation = useMutation();
  const [orgId] = useState(() => schoolOf(location.search));
  const [back] = useState(() => backFrom(location.search));
  useEffect(() => {
    if (!back) return;
    goTo(`${WECOM}?o=${orgId}`, true); // a code is good once: a reload would send it again
    void mutation.run<Shape<"SignedIn">>(() => startSignIn(() => enter(back)), (session) => void entered(session));
  }, []);
  const begin = () => void mutation.run<Shape<"WecomBegun">>(() => post("/api/v1/auth/wecom/begin", { orgId }), (begun) => begun && location.assign(begun.authorizeUrl));
  const slow = mutation.problem?.slug === "wecom-asked";
  return (
    <Page title={words.title}>
      {mutation.busy ? <p class="note" role="status">{t(words.asking)}</p> : <p>{t(words.lead)}</p>}
      {slow ? <p class="note" role="status">{t(words.slow)}</p> : <ProblemNote problem={mutation.problem} />}
      {orgId && inWechat() ? <Button wide busy={mutation.busy} onClick={begin}>{t(words.enter)}</Button> : <p class="note">{t(words.inWecom)}</p>}
      <p><a class="button plain wide" href="/sign-in/adult">{t(words.phone)}</a></p>
    </Page>
  );
}

/** Hands on what came back, and asks for the session until WeCom has answered the server. */
async function enter(back: Shape<"WecomBack">): Promise<WriteResult<Shape<"SignedIn">>> {
  const asked = await post<undefined>("/api/v1/auth/wecom/code", back);
  if (asked.state === "refused") return asked;
  for (let tries = 1; ; tries++) {
    const found = await post<Shape<"SignedIn">>("/api/v1/auth/wecom", {});
    if (found.state !== "refused" || found.problem.slug !== "wecom-asked" || tries === TRIES) return found;
    await new Promise((done) => setTimeout(done, EVERY));
  }
}

/** To the first page: going back would lead to WeCom's. */
async function entered(session: Shape<"SignedIn"> | undefined): Promise<void> {
  if (!session) return;
  goTo("/", true);
  await startSession({ accountId: session.accountId, shared: false });
}

function backFrom(search: string): Shape<"WecomBack"> | undefined {
  const query = new URLSearchParams(search);
  const [wecomCode, state] = [query.get("code"), query.get("state")];
  return wecomCode && state ? { wecomCode, state } : undefined;
}
