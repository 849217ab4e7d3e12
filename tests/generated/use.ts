// What somebody writes against the generated types. An `@ts-expect-error` that expects in vain is an error.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

const api = createClient<paths>({ baseUrl: "https://example.com" });
const CONFIRM = "/api/v1/orgs/{org_id}/visits/{visit_id}/confirm";

export async function confirm(orgId: number, visitId: string, version: string, key: string): Promise<number> {
  const { data, error } = await api.POST(CONFIRM, {
    params: {
      path: { org_id: orgId, visit_id: visitId },
      header: { "Idempotency-Key": key, "If-Match": version },
    },
  });
  if (error) throw new Error(why(error));
  return data.version;
}

export function why(problem: components["schemas"]["Problem"]): string {
  return problem.errors[0]?.message ?? problem.detail;
}

// @ts-expect-error both headers are demanded
export const refused = (orgId: number, visitId: string) => api.POST(CONFIRM, { params: { path: { org_id: orgId, visit_id: visitId } } });
