"""What can be done with visit campaigns, and who may do it."""

from api.core.roles import CLASS_STAFF, Action, Role, Rule, Scope

_SCHOOL: Rule = {Role.LEADER: Scope.ORG, Role.SCHOOL_ADMIN: Scope.ORG}

CAMPAIGN_READ = Action("campaign_read", {**_SCHOOL, **CLASS_STAFF, Role.STAFF: Scope.OWN})
CAMPAIGN_APPLY = Action("campaign_apply", {Role.CLASS_TEACHER: Scope.LEAD_CLASS})
CAMPAIGN_ANSWER = Action("campaign_answer", {Role.GUARDIAN: Scope.CHILD, Role.CLASS_TEACHER: Scope.LEAD_CLASS})
VISIT_OFFER_READ = Action(
    "visit_offer_read", {Role.GUARDIAN: Scope.CHILD, Role.CLASS_TEACHER: Scope.LEAD_CLASS, Role.STAFF: Scope.OWN}
)
CAMPAIGN_EDIT = Action("campaign_edit", {**_SCHOOL, Role.CLASS_TEACHER: Scope.LEAD_CLASS})
