"""What can be done with notices, and who may do it."""

from api.core.roles import Action, Role, Rule, Scope

# A roster names grade leads but no grade of theirs: they write as class teachers until it does.
_NOTIFIES: Rule = {
    Role.SCHOOL_ADMIN: Scope.ORG,
    Role.LEADER: Scope.ORG,
    Role.CLASS_TEACHER: Scope.LEAD_CLASS,
}
_RECEIVES: Rule = dict.fromkeys((Role.GUARDIAN, Role.STUDENT, Role.STAFF), Scope.OWN)

BUREAU_NOTICE_EDIT = Action("bureau_notice_edit", {Role.OFFICER: Scope.ORG})
# What leaves for every family of a district, or is taken back from them.
BUREAU_NOTICE_SUBMIT = Action("bureau_notice_submit", {Role.OFFICER: Scope.ORG}, second_factor=True)
BUREAU_NOTICE_APPROVE = Action("bureau_notice_approve", {Role.OFFICER: Scope.ORG}, second_factor=True)
BUREAU_NOTICE_RECALL = Action("bureau_notice_recall", {Role.OFFICER: Scope.ORG}, second_factor=True)
# Who was given a colleague's number writes to no family in that name, and takes no list of names along (0285).
NOTICE_SEND = Action("notice_send", _NOTIFIES, settled_number=True)
# Officers upload for their bureau's notices.
_FILES: Rule = {**_NOTIFIES, Role.OFFICER: Scope.ORG}
NOTICE_UPLOAD = Action("notice_upload", _FILES, settled_number=True)
NOTICE_FILE_REMOVE = Action("notice_file_remove", _FILES, settled_number=True)
# Templates name no class: everybody who writes notices uses them. The school's are kept by leaders, one's own by oneself.
NOTICE_TEMPLATE_USE = Action("notice_template_use", dict.fromkeys(_NOTIFIES, Scope.ORG), settled_number=True)
NOTICE_TEMPLATE_EDIT = Action("notice_template_edit", {**_NOTIFIES, Role.CLASS_TEACHER: Scope.OWN}, settled_number=True)
# The school's audiences reach further than a class: a class teacher has their own. Counsellors invite to lectures.
_SAVES: Rule = {**_NOTIFIES, Role.CLASS_TEACHER: Scope.OWN, Role.OFFICER: Scope.ORG}
SAVED_AUDIENCE_USE = Action("saved_audience_use", {**_SAVES, Role.COUNSELLOR: Scope.ORG}, settled_number=True)
SAVED_AUDIENCE_EDIT = Action("saved_audience_edit", _SAVES, settled_number=True)
NOTICE_FOLLOW = Action("notice_follow", _NOTIFIES, settled_number=True)
NOTICE_READ = Action("notice_read", _RECEIVES)
NOTICE_ANSWER = Action("notice_answer", _RECEIVES)
