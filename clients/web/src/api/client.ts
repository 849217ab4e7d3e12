/** The typed way to the API. */
import createClient from "openapi-fetch";
import { language } from "../text";
import type { components, paths } from "./schema";

export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type { paths };

export const client = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => answered(request),
});

/** Milliseconds after which a network that says nothing counts as none: what may wait then waits, anything else can be tried again by its key. */
const PATIENCE = 30_000;

function answered(request: Request): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(request, { signal: stop.signal }).finally(() => clearTimeout(timer));
}

client.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", language.get());
    return request;
  },
});
