/** The API's limits: characters of a report, and days back that it may reach. */
export const LONGEST = 1000;
export const DAYS_BACK = 60;

/** The roles that handle observations, each on its rung. */
export const OWNER_ROLES = ["class_teacher", "subject_teacher", "counsellor", "grade_lead", "leader"];
