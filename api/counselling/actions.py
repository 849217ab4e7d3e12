"""What can be done with counselling, and who may do it."""

from api.core.roles import EVERYONE, TAKES_PART, Action, Role, Rule, Scope

_COUNSELLOR: Rule = {Role.COUNSELLOR: Scope.OWN}

PROVIDER_READ = Action("provider_read", EVERYONE)
PROVIDER_EDIT = Action("provider_edit", {Role.SCHOOL_ADMIN: Scope.ORG})
HOURS_READ = Action("hours_read", {Role.SCHOOL_ADMIN: Scope.ORG, Role.LEADER: Scope.ORG, **_COUNSELLOR})
HOURS_EDIT = Action("hours_edit", {Role.SCHOOL_ADMIN: Scope.ORG, **_COUNSELLOR})
SLOT_READ = Action("slot_read", EVERYONE)
BOOKING_ADD = Action(
    "booking_add",
    {
        Role.COUNSELLOR: Scope.ORG,
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
        Role.GUARDIAN: Scope.CHILD,
        Role.STUDENT: Scope.SELF,
        Role.CLIENT_GUARDIAN: Scope.CHILD,
        Role.CLIENT_STUDENT: Scope.SELF,
    },
)
BOOKING_READ = Action("booking_read", TAKES_PART)
BOOKING_CHANGE = Action("booking_change", TAKES_PART)
BOOKING_CLOSE = Action("booking_close", _COUNSELLOR)
BOOKING_NOTE_READ = Action("booking_note_read", _COUNSELLOR)
SESSION_NOTE_READ = Action("session_note_read", {**_COUNSELLOR, Role.CUSTODIAN: Scope.ORG})
SESSION_NOTE_WRITE = Action("session_note_write", _COUNSELLOR)
