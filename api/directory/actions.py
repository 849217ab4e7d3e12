"""What can be done with the directory, and who may do it."""

from api.core.roles import CLASS_STAFF, EVERYONE, Action, Role, Scope

_LEADS = dict.fromkeys((Role.SCHOOL_ADMIN, Role.LEADER, Role.COUNSELLOR), Scope.ORG)

ORG_READ = Action("org_read", EVERYONE)
CLASS_READ = Action("class_read", {**_LEADS, **CLASS_STAFF})
STUDENT_READ = Action("student_read", {**_LEADS, **CLASS_STAFF, Role.GUARDIAN: Scope.CHILD, Role.STUDENT: Scope.SELF})
STAFF_READ = Action("staff_read", {Role.STAFF: Scope.ORG})
FAMILY_READ = Action("family_read", {Role.CLASS_TEACHER: Scope.LEAD_CLASS})
FAMILY_CALL = Action("family_call", {Role.CLASS_TEACHER: Scope.LEAD_CLASS}, settled_number=True)
