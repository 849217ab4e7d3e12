"""What can be done with home visits and contacts, and who may do it."""

from api.core.roles import CLASS_STAFF, Action, Role, Rule, Scope

_GUARDIAN: Rule = {Role.GUARDIAN: Scope.CHILD}
_CLASS_TEACHER: Rule = {Role.CLASS_TEACHER: Scope.LEAD_CLASS}
_TEAM: Rule = {Role.STAFF: Scope.OWN}

AVAILABILITY_READ = Action("availability_read", {**_GUARDIAN, **_CLASS_TEACHER, **_TEAM})
AVAILABILITY_EDIT = Action("availability_edit", _GUARDIAN)
AVAILABILITY_END = Action("availability_end", {Role.GUARDIAN: Scope.OWN})
VISIT_PROPOSE = Action("visit_propose", _CLASS_TEACHER, settled_number=True)
VISIT_READ = Action("visit_read", {**_GUARDIAN, **_CLASS_TEACHER, **_TEAM})
VISIT_ANSWER = Action("visit_answer", _GUARDIAN)
VISIT_CANCEL = Action("visit_cancel", {**_GUARDIAN, **_CLASS_TEACHER, **_TEAM})
VISIT_RECORD = Action("visit_record", _TEAM)
VISIT_RECORD_READ = Action("visit_record_read", {**_CLASS_TEACHER, **_TEAM})
VISIT_RECORD_CORRECT = Action("visit_record_correct", {**_CLASS_TEACHER, **_TEAM})
VISIT_AGREEMENT_READ = Action("visit_agreement_read", {**_GUARDIAN, **_CLASS_TEACHER, **_TEAM}, settled_number=True)
VISIT_AGREEMENT_WRITE = Action("visit_agreement_write", {**_CLASS_TEACHER, **_TEAM}, settled_number=True)
VISIT_AGREEMENT_ANSWER = Action("visit_agreement_answer", _GUARDIAN, settled_number=True)
VISIT_FOLLOW_UP = Action("visit_follow_up", {**_CLASS_TEACHER, **_TEAM})
VISIT_FAMILY_READ = Action("visit_family_read", _TEAM, settled_number=True)
VISIT_HAND_OVER = Action("visit_hand_over", _TEAM, settled_number=True)
VISIT_ALERT_READ = Action("visit_alert_read", _TEAM)
VISIT_ALL_CLEAR = Action("visit_all_clear", _TEAM)
CONTACT_ADD = Action("contact_add", CLASS_STAFF)
CONTACT_READ = Action("contact_read", CLASS_STAFF)
CONTACT_NOTE_READ = Action("contact_note_read", CLASS_STAFF)
COVERAGE_READ = Action("coverage_read", {Role.LEADER: Scope.ORG, Role.SCHOOL_ADMIN: Scope.ORG, **CLASS_STAFF})
