/** Sends a file as it is, and tells how far it has come: `fetch` cannot say that. */
import { account, lapse } from "../storage/session";
import { language } from "../text";
import { offline, problemOf } from "./problem";
import { changed } from "./read";
import type { Written } from "./write";

/** `key` stays the same while one and the same file is tried again. */
export function upload<T>(path: string, file: File, progress: (share: number) => void, key: string): Promise<Written<T>> {
  const who = account.get();
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", language.get());
    request.setRequestHeader("Idempotency-Key", key);
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = request.onabort = () => done({ state: "refused", problem: offline() });
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 401) void lapse(who);
      if (request.status >= 300) return done({ state: "refused", problem: problemOf(request.status, body) });
      changed();
      done({ state: "done", data: body as T });
    };
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
