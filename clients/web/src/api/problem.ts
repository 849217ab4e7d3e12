/** What went wrong, in the reader's language, with what to do next. */
import { type Words, say } from "../text";
import * as words from "../words/problems";

/** `slug` is the stable end of the problem's type (RFC 9457); `offline` and `unclear` are this phone's own. */
export interface Problem {
  slug: string;
  status: number;
  sentence: string;
  errors: { path: string; message: string }[];
}

interface Body {
  type?: string;
  detail?: string;
  errors?: { path: string; message: string }[];
}

/** What an answer that is no success means. */
export function problemOf(status: number, body: unknown): Problem {
  const said = (typeof body === "object" && body ? body : {}) as Body;
  return {
    slug: said.type?.split("/").pop() ?? "unclear",
    status,
    sentence: said.detail ?? say(words.unclear),
    errors: said.errors ?? [],
  };
}

export function offline(): Problem {
  return own("offline", words.offline);
}

/** It waited for the network longer than the server would know it again. */
export function tooLate(): Problem {
  return own("too-late", words.tooLate);
}

function own(slug: string, sentence: Words): Problem {
  return { slug, status: 0, sentence: say(sentence), errors: [] };
}

/** The sentence for one field, by the end of its path (`$.audience.grades` → `grades`). */
export function fieldError(problem: Problem | undefined, name: string): string | undefined {
  return problem?.errors.find((error) => error.path.replace(/\[.*$/, "").split(".").pop() === name)?.message;
}
