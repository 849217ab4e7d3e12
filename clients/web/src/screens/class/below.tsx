/** What stands below on a student's page, fetched after it has shown: the family, for a class teacher, and what was logged. */
import { Family } from "./family";
import { Timeline } from "./timeline";

export function Below({ family, ...one }: { orgId: number; studentId: string; zone: string; family: boolean }) {
  return (
    <>
      {family && <Family {...one} />}
      <Timeline {...one} />
    </>
  );
}
