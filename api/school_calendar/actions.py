"""What can be done with a school calendar, and who may do it."""

from api.core.roles import EVERYONE, Action, Role, Scope

SCHOOL_CALENDAR_READ = Action("school_calendar_read", {**EVERYONE, Role.OFFICER: Scope.ORG})
SCHOOL_CALENDAR_EDIT = Action("school_calendar_edit", {Role.SCHOOL_ADMIN: Scope.ORG, Role.OFFICER: Scope.ORG})
