/**
 * Writes whose answer was lost: perhaps they are done. Each is known by where it went until an answer comes, so that pressing again
 * sends the same content with the same key, which the server does once. Other content is sent only once it was said what may have happened.
 */
import { account, randomKey } from "../storage/session";
import * as words from "../words/problems";
import { localProblem, offline, type Problem, problemOf } from "./problem";

export type WriteResult<T> = { state: "done"; data: T } | { state: "queued" } | { state: "refused"; problem: Problem };

interface Lost {
  content: string;
  key: string;
  told?: boolean;
}

const lost = new Map<string, Lost>();
account.watch(() => lost.clear());

/** An answer of the service itself. A proxy's page and a silence leave open what happened, and so does a server that broke off. */
export const isAnswer = ({ status, slug }: Problem) => status >= 400 && status < 500 && slug !== "unclear";

/**
 * Sends content to a place by `call`, with the key that it had before where its answer was lost. `given` is the key of a press: the person
 * can press again once it was said that what went there before may have arrived. A put or a delete leaves the same however often it is done.
 */
export async function sendOnce<T>([method, path, parameters]: unknown[], init: object, given: string | undefined, call: (key: string) => Promise<WriteResult<T>>): Promise<WriteResult<T>> {
  const place = `${method} ${path} ${JSON.stringify(parameters)}`;
  const content = JSON.stringify(init);
  const before = lost.get(place);
  const same = before?.content === content;
  if (before && !same && given && method === "post" && !before.told) {
    before.told = true;
    return { state: "refused", problem: localProblem("perhaps-before", words.perhapsBefore) };
  }
  const key = same ? before.key : (!before && given) || randomKey();
  const result = await call(key);
  if (result.state === "refused" && !isAnswer(result.problem)) lost.set(place, { content, key });
  else lost.delete(place);
  return result;
}

type Refused = { state: "refused"; problem: Problem };
const noAnswer = () => localProblem("lost", words.lost);

/** A write that got an answer other than a yes. */
export function refused(status: number, body: unknown): Refused {
  const problem = problemOf(status, body);
  return { state: "refused", problem: status >= 500 && problem.slug === "unclear" ? noAnswer() : problem };
}

/** A write that got none. What was begun with a network may have arrived. */
export const silent = (): Refused => ({ state: "refused", problem: navigator.onLine ? noAnswer() : offline() });
