import { client } from "./client";

export type Method = "post" | "put" | "delete";

/** One write, by its Idempotency-Key and the version of the object that it changes. Rejects where there is no network. Without a body it is sent although the page ends. */
export async function send(method: Method, path: string, init: object, key: string, version?: number) {
  const headers: Record<string, string> = { "Idempotency-Key": key };
  if (version !== undefined) headers["If-Match"] = `"v${version}"`;
  const call = client.request as unknown as (method: string, path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  const { data, error, response } = await call(method, path, { keepalive: !("body" in init && init.body), ...init, headers });
  return { status: response.status, ok: response.ok, data, error };
}
