"""Who may help a colleague who lost every second factor. Both take a second factor themselves."""

from api.core.roles import Action, Role, Scope

FACTOR_RESET_ASK = Action("factor_reset_ask", {Role.SCHOOL_ADMIN: Scope.ORG}, second_factor=True)
# Who may be the second adult.
FACTOR_RESET_CONFIRM = Action(
    "factor_reset_confirm",
    {Role.SCHOOL_ADMIN: Scope.ORG, Role.COUNSELLOR: Scope.ORG, Role.GRADE_LEAD: Scope.ORG, Role.LEADER: Scope.ORG},
    second_factor=True,
)
