/**
 * A draft of confidential text that stands on its writer's phone alone, sealed by a key that leaves this browser in no way.
 * For confidential text that has no sealed draft on the server. It goes with a sign-out, and three days after the last change.
 */
import { seal, unseal } from "../api/sealed";
import { type Keeping, useKeptDraft } from "./kept-draft";

interface Sealed {
  sealed: unknown;
}

const SEALED: Keeping = {
  lifetime: 3 * 24 * 60 * 60_000,
  write: async (who, value) => {
    const sealed = await seal(who, { value });
    return sealed && { sealed };
  },
  read: <T>(who: string, kept: object) => unseal<{ value: T }>(who, (kept as Sealed).sealed),
};

export const useSealedDraft = <T>(key: string, start: T) => useKeptDraft(key, start, SEALED);
