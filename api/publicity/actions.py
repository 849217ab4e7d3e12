"""What can be done with publicity work, and who may do it."""

from api.core.roles import Action, Role, Rule, Scope

_RUN: Rule = {Role.SCHOOL_ADMIN: Scope.ORG, Role.LEADER: Scope.ORG}

PUBLICITY_LOG = Action("publicity_log", {**_RUN, Role.COUNSELLOR: Scope.ORG})
PUBLICITY_FILE = Action("publicity_file", _RUN)
PUBLICITY_SCHOOLS = Action("publicity_schools", {Role.OFFICER: Scope.ORG})
