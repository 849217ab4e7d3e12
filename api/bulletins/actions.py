"""What can be done with bulletins, and who may do it."""

from api.core.roles import Action, Role, Rule, Scope

_EDITORS: Rule = {Role.SCHOOL_ADMIN: Scope.ORG, Role.LEADER: Scope.ORG}

BULLETIN_READ = Action(
    "bulletin_read", {**_EDITORS, Role.STAFF: Scope.ORG, Role.GUARDIAN: Scope.ORG, Role.STUDENT: Scope.ORG}
)
BULLETIN_EDIT = Action("bulletin_edit", _EDITORS)
