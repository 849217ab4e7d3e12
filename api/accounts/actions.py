"""What can be done with other people's accounts, and who may do it. About oneself: `access.ME`."""

from api.core.roles import Action, Role, Scope

STUDENT_CODE_ISSUE = Action(
    "student_code_issue",
    {Role.SCHOOL_ADMIN: Scope.ORG, Role.CLASS_TEACHER: Scope.LEAD_CLASS},
    settled_number=True,
)
# Of a colleague who has neither phone nor mail. An administrator could have entered a number of their own as well.
STAFF_CODE_ISSUE = Action("staff_code_issue", {Role.SCHOOL_ADMIN: Scope.ORG}, second_factor=True, settled_number=True)
STAFF_CODE_CONFIRM = Action(
    "staff_code_confirm",
    {Role.SCHOOL_ADMIN: Scope.ORG, Role.COUNSELLOR: Scope.ORG, Role.GRADE_LEAD: Scope.ORG, Role.LEADER: Scope.ORG},
    second_factor=True,
)
# Who may be the second adult. They do not see the code, and it is not theirs to hand out.
STUDENT_CODE_CONFIRM = Action(
    "student_code_confirm",
    {
        Role.SCHOOL_ADMIN: Scope.ORG,
        Role.COUNSELLOR: Scope.ORG,
        Role.GRADE_LEAD: Scope.ORG,
        Role.LEADER: Scope.ORG,
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
    },
)
# A tablet of a class names its students, and takes their PINs. Ending one takes no second factor: it may have been stolen a minute ago.
TABLET_READ = Action("tablet_read", {Role.SCHOOL_ADMIN: Scope.ORG})
TABLET_CHANGE = Action("tablet_change", {Role.SCHOOL_ADMIN: Scope.ORG}, second_factor=True, settled_number=True)
TABLET_END = Action("tablet_end", {Role.SCHOOL_ADMIN: Scope.ORG})
