/** Reads what a list names before it is opened, so that it can be read without network. */
import { account } from "../storage/session";
import { getStored } from "../storage/store";
import { fetchData, type GetPath, type Params, storageKey } from "./read";

/** As many of a list: a family has rarely more unread, and the network is the phone's own. */
const MOST = 20;

/** Fetches and stores what this phone does not have yet, one after the other. A phone that others use stores nothing; who saves data is asked for none. */
export async function readAhead<P extends GetPath>(path: P, listed: Params<P>[]): Promise<void> {
  const who = account.get();
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (!who || who.shared || connection?.saveData) return;
  for (const params of listed.slice(0, MOST)) {
    const key = `${path} ${JSON.stringify(params)}`;
    if ((await getStored(storageKey(key))) !== undefined) continue;
    if (account.get()?.accountId !== who.accountId) return;
    try {
      await fetchData(path, params, key, { store: true });
    } catch {
      return;
    }
  }
}
