import { useHome } from "../../api/home";
import { Named } from "../../ui/named";
import type { MyLecture } from "./types";

/** The reader's children whom a lecture is for, each in their own colour. */
export function Children({ of }: { of: MyLecture }) {
  const home = useHome().data;
  const own = home?.orgs.find((org) => org.orgId === of.orgId)?.children ?? [];
  return (
    <>
      {of.children.map((name) => {
        const child = own.find((one) => one.name === name);
        return <span key={name}>{" "}{child ? <Named id={child.studentId} name={name} home={home} /> : name}</span>;
      })}
    </>
  );
}
