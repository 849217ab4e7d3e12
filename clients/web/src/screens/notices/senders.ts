/** Who writes notices at a school. */
export const SENDER_ROLES = ["class_teacher", "leader", "school_admin"];
