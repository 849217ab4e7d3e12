import { useRoute } from "preact-iso";
import { LibraryEntry } from "./entry";
import { Library } from "./library";
import { AfterLecture, PastLectures } from "./past";

/** The library of lectures (N8): a reader's past ones or one of them, or as staff keep it, by the address. */
export default function Shelf() {
  const [org, lecture, mine] = useRoute().params.at?.split("/") ?? [];
  if (!org) return <PastLectures />;
  if (!lecture) return <Library orgId={Number(org)} />;
  const path = { org_id: Number(org), lecture_id: lecture };
  return mine ? <AfterLecture key={lecture} path={path} /> : <LibraryEntry key={lecture} path={path} />;
}
