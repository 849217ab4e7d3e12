"""What can be done with other people's accounts, and who may do it. About oneself: `access.ME`."""

from api.core.roles import Action, Role, Scope

STUDENT_CODE_ISSUE = Action("student_code_issue", {Role.SCHOOL_ADMIN: Scope.ORG, Role.CLASS_TEACHER: Scope.LEAD_CLASS})
