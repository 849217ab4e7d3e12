/** Reads what a list names before it is opened, so that it can be read without network; and drops what the list does not name as it is stored. */
import { account } from "../storage/session";
import { getStored, listStored, removeStored } from "../storage/store";
import type { Shape } from "./client";
import { fetchData, type GetPath, type Params, storageKey } from "./read";

/** As many of a list: a family has rarely more unread, and the network is the phone's own. */
const MOST = 20;
const LIST = "/api/v1/me/notices";
const NOTICE = "/api/v1/orgs/{org_id}/me/notices/{notice_id}";

type Line = Shape<"MyNoticeLine">;

const paramsOf = (line: { orgId: number; noticeId: string }): Params<typeof NOTICE> => ({ path: { org_id: line.orgId, notice_id: line.noticeId } });
const keyOf = (path: GetPath, params: object) => `${path} ${JSON.stringify(params)}`;

/** Fetches and stores the notices that this phone does not have yet, one after the other. A phone that others use stores nothing; who saves data is asked for none. */
export async function readAhead(lines: { orgId: number; noticeId: string }[]): Promise<void> {
  const who = account.get();
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (!who || who.shared || connection?.saveData) return;
  for (const params of lines.slice(0, MOST).map(paramsOf)) {
    const key = keyOf(NOTICE, params);
    if ((await getStored(storageKey(key))) !== undefined) continue;
    if (account.get()?.accountId !== who.accountId) return;
    try {
      await fetchData(NOTICE, params, key, { store: true });
    } catch {
      return;
    }
  }
}

/** Stored notices that were withdrawn, corrected or ended since, or are nothing of the reader's any more, go. The first page of the list is what the phone keeps at most. */
export async function dropChanged(): Promise<void> {
  try {
    // Before anything is waited for: where the list's own screen asks, it is the same request.
    const { items } = await fetchData(LIST, {}, keyOf(LIST, {}), { store: true });
    const listed = new Map(items.map((line) => [line.noticeId, line]));
    for (const stored of await listNotices()) {
      const line = listed.get(stored.noticeId);
      if (!line || isOther(line, stored)) await removeStored(storageKey(keyOf(NOTICE, paramsOf(stored))));
    }
    // Later pages, with titles, are read from the network alone.
    await removeStored(storageKey(`${LIST} {"query"`));
    await readAhead(items.filter((line) => !line.openedAt && line.state === "sent"));
  } catch {
    // No network: what is stored is what there is.
  }
}

/** The notices that this phone has stored. */
export const listNotices = () => listStored<Line>(storageKey(`${NOTICE} `));

const isOther = (line: Line, stored: Line) => line.edition !== stored.edition || line.state !== stored.state || line.over !== stored.over;
