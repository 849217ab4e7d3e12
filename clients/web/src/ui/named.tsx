import type { Home } from "../api/home";
import { hueOf } from "./initials";

/** A student's name within a line, in the colour of their initials: a family's children are told apart at a glance. */
export function Named({ id, name, home }: { id: string; name: string; home: Home | undefined }) {
  return <span class="named" style={{ "--hue": hueOf(id, home?.orgs.flatMap((org) => org.children.map((child) => child.studentId)) ?? []) }}>{name}</span>;
}
