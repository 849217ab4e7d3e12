/** Fetches a file and hands it to the browser to keep. A refusal is a problem, where a plain link would save its text as the file. */
import { account, expireSession } from "../storage/session";
import { language } from "../text";
import { offline, type Problem, problemOf } from "./problem";
import type { WriteResult } from "./write";

/** Why this browser saves no file; undefined where it does. */
export async function notHere(): Promise<Problem | undefined> {
  return /MicroMessenger/.test(navigator.userAgent) ? (await import("./in-wechat")).noFiles() : undefined;
}

export async function download(path: string, fileName: string): Promise<WriteResult<null>> {
  const problem = await notHere();
  if (problem) return { state: "refused", problem };
  const result = await fetchFile(path);
  if (result.state !== "done") return result;
  saveFile(result.data, fileName);
  return { state: "done", data: null };
}

export async function fetchFile(path: string): Promise<WriteResult<Blob>> {
  const who = account.get();
  try {
    const answer = await fetch(path, { headers: { "Accept-Language": language.get() } });
    if (answer.status === 401) void expireSession(who);
    if (!answer.ok) return { state: "refused", problem: problemOf(answer.status, await answer.json().catch(() => undefined)) };
    return { state: "done", data: await answer.blob() };
  } catch {
    return { state: "refused", problem: offline() };
  }
}

export function saveFile(content: Blob, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a phone asks first where to put it
}
