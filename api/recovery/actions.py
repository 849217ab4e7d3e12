"""Who may help somebody who lost a second factor, or was given another number. Colleagues take a second factor themselves."""

from api.core.roles import Action, Role, Scope

FACTOR_RESET_ASK = Action("factor_reset_ask", {Role.SCHOOL_ADMIN: Scope.ORG}, second_factor=True)
# Who may be the second adult.
FACTOR_RESET_CONFIRM = Action(
    "factor_reset_confirm",
    {Role.SCHOOL_ADMIN: Scope.ORG, Role.COUNSELLOR: Scope.ORG, Role.GRADE_LEAD: Scope.ORG, Role.LEADER: Scope.ORG},
    second_factor=True,
)
# Who may stand behind a moved number. A guardian does it for the other guardian of a child, and has no second factor.
NUMBER_CONFIRM = Action(
    "number_confirm",
    {
        Role.SCHOOL_ADMIN: Scope.ORG,
        Role.COUNSELLOR: Scope.ORG,
        Role.GRADE_LEAD: Scope.ORG,
        Role.LEADER: Scope.ORG,
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
        Role.GUARDIAN: Scope.CHILD,
    },
    settled_number=True,
)
# Until when a moved number is closed, and who may stand behind it: for who answers the person's call.
NUMBER_MOVE_READ = Action("number_move_read", {Role.SCHOOL_ADMIN: Scope.ORG})
