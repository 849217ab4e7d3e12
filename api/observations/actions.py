"""What can be done with committees and their observations, and who may do it."""

from api.core.roles import CLASS_STAFF, Action, Role, Rule, Scope

# R4, R6: the roles that may own an observation at some rung. Its rung decides which ones (`cases`).
_OWNERS: Rule = {
    **CLASS_STAFF,
    Role.GRADE_LEAD: Scope.ORG,
    Role.COUNSELLOR: Scope.ORG,
    Role.LEADER: Scope.ORG,
}
_FAMILY_AND_TEACHER: Rule = {
    Role.CLASS_TEACHER: Scope.LEAD_CLASS,
    Role.GUARDIAN: Scope.CHILD,
    Role.STUDENT: Scope.SELF,
}

COMMITTEE_APPOINT = Action("committee_appoint", {Role.CLASS_TEACHER: Scope.LEAD_CLASS})
COMMITTEE_READ = Action("committee_read", _FAMILY_AND_TEACHER)
COMMITTEE_CONSENT = Action("committee_consent", {Role.GUARDIAN: Scope.CHILD}, settled_number=True)
COMMITTEE_END = Action("committee_end", _FAMILY_AND_TEACHER)
OBSERVATION_ADD = Action("observation_add", {**_OWNERS, Role.STUDENT: Scope.SELF})
OBSERVATION_FORM_READ = Action("observation_form_read", {Role.STUDENT: Scope.SELF, Role.COUNSELLOR: Scope.ORG})
OBSERVATION_OWN_READ = Action("observation_own_read", {**dict.fromkeys(_OWNERS, Scope.SELF), Role.STUDENT: Scope.SELF})
OBSERVATION_READ = Action("observation_read", _OWNERS)
OBSERVATION_HANDLE = Action("observation_handle", _OWNERS)
OBSERVER_READ = Action("observer_read", {Role.CLASS_TEACHER: Scope.OWN})
# Two of them together, each time for one report: who may take part is asked of each.
OBSERVER_DISCLOSE = Action("observer_disclose", {Role.CUSTODIAN: Scope.OWN})
SCHOOL_CASE = Action("school_case", {Role.OFFICER: Scope.ORG})
