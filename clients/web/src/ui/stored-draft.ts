/**
 * A draft of ordinary text that also stands on the phone, under the account: closing the page or the app loses nothing.
 * It ends when it is sent, with a sign-out, when another person signs in, and after two weeks. A shared phone stores none.
 */
import { type Keeping, useKeptDraft } from "./kept-draft";

const PLAIN: Keeping = {
  lifetime: 14 * 24 * 60 * 60_000,
  write: async (_, value) => ({ value }),
  read: async <T>(_: string, kept: object) => kept as { value: T },
};

export const useStoredDraft = <T>(key: string, start: T) => useKeptDraft(key, start, PLAIN);
