/** The roles that handle observations, each on its rung. */
export const OWNER_ROLES = ["class_teacher", "subject_teacher", "counsellor", "grade_lead", "leader"];
