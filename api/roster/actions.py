"""What can be done with the roster, and who may do it."""

from api.core.roles import Action, Role, Scope

ROSTER_IMPORT = Action("roster_import", {Role.SCHOOL_ADMIN: Scope.ORG})
ROSTER_EXPORT = Action("roster_export", {Role.SCHOOL_ADMIN: Scope.ORG})
PERSON_READ = Action("person_read", {Role.SCHOOL_ADMIN: Scope.ORG})
PERSON_EDIT = Action("person_edit", {Role.SCHOOL_ADMIN: Scope.ORG}, second_factor=True)
