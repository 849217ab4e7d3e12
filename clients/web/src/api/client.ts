/** The typed client of the API. */
import createClient from "openapi-fetch";
import { language } from "../text";
import type { components, paths } from "./schema";

export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type { paths };

export const client = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => fetchWithTimeout(request),
});

/** Milliseconds after which a silent network counts as none: the write is queued, or can be tried again with its key. */
const TIMEOUT = 30_000;

function fetchWithTimeout(request: Request): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  return fetch(request, { signal: abort.signal }).finally(() => clearTimeout(timer));
}

client.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", language.get());
    return request;
  },
});
