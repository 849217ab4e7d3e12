"""What can be done with lectures, and who may do it."""

from api.core.roles import Action, Role, Rule, Scope

_INVITES: Rule = {
    Role.SCHOOL_ADMIN: Scope.ORG,
    Role.LEADER: Scope.ORG,
    Role.COUNSELLOR: Scope.ORG,
    Role.CLASS_TEACHER: Scope.LEAD_CLASS,
}
_INVITED: Rule = dict.fromkeys((Role.GUARDIAN, Role.STUDENT, Role.STAFF), Scope.OWN)

LECTURE_EDIT = Action("lecture_edit", _INVITES, settled_number=True)
LECTURE_FOLLOW = Action("lecture_follow", _INVITES, settled_number=True)
LECTURE_LIBRARY = Action("lecture_library", dict.fromkeys((Role.SCHOOL_ADMIN, Role.LEADER, Role.COUNSELLOR), Scope.ORG))
LECTURE_READ = Action("lecture_read", _INVITED)
LECTURE_REGISTER = Action("lecture_register", _INVITED)
