/** Sends a file as it is, and tells how far it has come: `fetch` cannot say that. */
import { account, lapse, randomKey } from "../keep/session";
import { language } from "../text";
import { offline, problemOf } from "./problem";
import { changed } from "./read";
import type { Written } from "./write";

export function upload<T>(path: string, file: File, progress: (share: number) => void): Promise<Written<T>> {
  const who = account.get();
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", language.get());
    request.setRequestHeader("Idempotency-Key", randomKey());
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => done({ state: "refused", problem: offline() });
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 401) lapse(who);
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
