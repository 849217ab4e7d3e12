"""What can be done with parent committees and parent schools, and who may do it."""

from api.core.roles import Action, Role, Rule, Scope

_RUN: Rule = {Role.SCHOOL_ADMIN: Scope.ORG, Role.LEADER: Scope.ORG, Role.CLASS_TEACHER: Scope.LEAD_CLASS}

PARENT_GROUP_READ = Action("parent_group_read", {**_RUN, Role.COUNSELLOR: Scope.ORG})
PARENT_GROUP_EDIT = Action("parent_group_edit", _RUN)
PARENT_GROUP_OWN = Action("parent_group_own", {Role.GUARDIAN: Scope.OWN})
