"""What can be done with visit campaigns, and who may do it."""

from api.core.roles import Action, Role, Rule, Scope

_SCHOOL: Rule = {Role.LEADER: Scope.ORG, Role.SCHOOL_ADMIN: Scope.ORG}

CAMPAIGN_READ = Action("campaign_read", {**_SCHOOL, Role.CLASS_TEACHER: Scope.LEAD_CLASS, Role.STAFF: Scope.OWN})
"""Families are shown by the school and the class that a person leads. Who visits learns of a family by its visit, also who teaches its class."""
CAMPAIGN_APPLY = Action("campaign_apply", {Role.CLASS_TEACHER: Scope.LEAD_CLASS})
CAMPAIGN_ANSWER = Action("campaign_answer", {Role.GUARDIAN: Scope.CHILD, Role.CLASS_TEACHER: Scope.LEAD_CLASS})
VISIT_OFFER_READ = Action(
    "visit_offer_read", {Role.GUARDIAN: Scope.CHILD, Role.CLASS_TEACHER: Scope.LEAD_CLASS, Role.STAFF: Scope.OWN}
)
CAMPAIGN_EDIT = Action("campaign_edit", {**_SCHOOL, Role.CLASS_TEACHER: Scope.LEAD_CLASS})
