import type { Shape } from "../../api/client";

export type Lecture = Shape<"Lecture">;
export type MyLecture = Shape<"MyLecture">;
export type Attendee = Shape<"Attendance">;
export type LectureInput = Shape<"LectureNew">;
export type LecturePath = { org_id: number; lecture_id: string };

/** Who plans lectures at a school. */
export const ROLES = ["class_teacher", "leader", "school_admin", "counsellor"];
