/** The typed way to the API. */
import createClient from "openapi-fetch";
import { language } from "../text";
import type { components, paths } from "./schema";

export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type { paths };

export const client = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => fetch(request),
});

client.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", language.get());
    return request;
  },
});
