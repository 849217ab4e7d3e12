"""What can be done with messages, and who may do it."""

from api.core.roles import TAKES_PART, Action, Role, Rule, Scope

_RUNS: Rule = {Role.LEADER: Scope.ORG, Role.SCHOOL_ADMIN: Scope.ORG}

MESSAGE_READ = Action("message_read", TAKES_PART)
WECHAT_SEE = Action("wechat_see", {Role.GUARDIAN: Scope.OWN})
WECHAT_LINK = Action("wechat_link", {Role.GUARDIAN: Scope.OWN}, settled_number=True)
WECOM_SEE = Action("wecom_see", {Role.GUARDIAN: Scope.OWN})
WECOM_SIGN_IN = Action("wecom_sign_in", {Role.GUARDIAN: Scope.OWN}, settled_number=True)
SMS_BUDGET_SEE = Action("sms_budget_see", _RUNS)
SMS_BUDGET_EDIT = Action("sms_budget_edit", _RUNS, second_factor=True)
