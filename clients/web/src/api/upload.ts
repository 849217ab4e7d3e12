/** Uploads a file and reports its progress, which `fetch` cannot do. */
import { account, expireSession } from "../storage/session";
import { language } from "../text";
import { refused, sendOnce, silent, type WriteResult } from "./lost";
import { refetchAll } from "./read";

/** The same file keeps its key while no answer is known (lost.ts). `progress` gets a share from 0 to 1. */
export function upload<T>(path: string, file: File, progress: (share: number) => void, key: string): Promise<WriteResult<T>> {
  return sendOnce(["post", path], [file.name, file.size, file.lastModified], key, (key) => uploadOnce(path, file, progress, key));
}

function uploadOnce<T>(path: string, file: File, progress: (share: number) => void, key: string): Promise<WriteResult<T>> {
  const who = account.get();
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", language.get());
    request.setRequestHeader("Idempotency-Key", key);
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = request.onabort = () => resolve(silent());
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 401) void expireSession(who);
      if (request.status >= 300) return resolve(refused(request.status, body));
      refetchAll();
      resolve({ state: "done", data: body as T });
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
