/** What went wrong, in the reader's language, with what to do next. */
import { say, type Words } from "../text";
import * as words from "../words/problems";

/** `slug`: the last part of the problem's type (RFC 9457); `offline`, `too-late`, `unclear` and those of lost.ts are made by this app. */
export interface Problem {
  slug: string;
  status: number;
  message: string;
  errors: { path: string; message: string }[];
}

interface ProblemBody {
  type?: string;
  detail?: string;
  errors?: { path: string; message: string }[];
}

/** The problem that an unsuccessful response reports. */
export function problemOf(status: number, body: unknown): Problem {
  const { type, detail, errors } = (typeof body === "object" && body ? body : {}) as ProblemBody;
  return { slug: type?.split("/").pop() ?? "unclear", status, message: detail ?? say(words.unclear), errors: errors ?? [] };
}

export function offline(): Problem {
  return localProblem("offline", words.offline);
}

/** The server shows this person none of it. A second factor brings it back, so that one is no end. */
export function isRefusal({ status, slug }: Problem): boolean {
  return slug !== "step-up-needed" && /40[34]|410/.test(`${status}`);
}

/** A problem that this app itself found. */
export function localProblem(slug: string, message: Words): Problem {
  return { slug, status: 0, message: say(message), errors: [] };
}

/** The message for one field, by the end of its path (`$.audience.grades` → `grades`). */
export function fieldError(problem: Problem | undefined, name: string): string | undefined {
  return problem?.errors.find((error) => error.path.replace(/\[.*$/, "").split(".").pop() === name)?.message;
}
