"""What can be done with hotlines, and who may do it. Reading them needs no sign-in."""

from api.core.roles import Action, Role, Rule, Scope

_EDITORS: Rule = {Role.SCHOOL_ADMIN: Scope.ORG, Role.OFFICER: Scope.ORG}

HOTLINE_READ = Action("hotline_read", _EDITORS)
HOTLINE_EDIT = Action("hotline_edit", _EDITORS)
