/** The record of a visit without network: it waits on the phone, sealed, until it is sent. */
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { isAnswer } from "../../api/lost";
import { enqueue, type QueuedWrite } from "../../api/queue";
import { seal, unseal } from "../../api/sealed";
import { write, type WriteResult } from "../../api/write";
import { account } from "../../storage/session";
import { words } from "../../words/records";
import { ofVisit, saidAt } from "./said";
import type { Visit, VisitPath } from "./status";

export type RecordNew = Shape<"RecordNew">;

const PATH = "/api/v1/orgs/{org_id}/visits/{visit_id}/record";

/** Sends a record; where no answer comes, it is queued with its key. Never on a shared phone. */
export async function sendRecord(path: VisitPath, text: RecordNew, visit: Visit, key: string): Promise<WriteResult<Shape<"Visit">>> {
  const who = account.get();
  const { version } = visit;
  const body = { ...text, saidAt: saidAt(key) };
  const result = await write("post", PATH, { path, body, version }, key);
  if (result.state !== "refused" || isAnswer(result.problem) || !who || who.shared) return result;
  const sealed = await seal(who.accountId, body);
  // Nothing is queued for a person who signed out meanwhile.
  if (!sealed || account.get() !== who) return result;
  const queued = await enqueue({ account: who.accountId, method: "post", path: PATH, init: { params: { path }, body: sealed }, key, version, words: ofVisit(words.waits, visit), sealed: true });
  return queued ? { state: "queued" } : result;
}

/** What was written without network, and refused when it was sent. undefined: it is being opened; null: it cannot be. */
export function useTextOf(refused: QueuedWrite | undefined): RecordNew | null | undefined {
  const [found, setFound] = useState<{ id: string; text: RecordNew | null }>();
  useEffect(() => {
    if (refused) void unseal<RecordNew>(refused.account, (refused.init as { body: unknown }).body).then((text) => setFound({ id: refused.id, text: text ?? null }));
  }, [refused?.id]);
  if (!refused) return null;
  return found?.id === refused.id ? found.text : undefined;
}
