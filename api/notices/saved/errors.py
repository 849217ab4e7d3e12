"""What can be refused about saved audiences."""

from api.core.errors import Problem


class AudienceSharedByLeaders(Problem):
    """The school's audiences are kept by leaders and administrators."""

    status, slug = 403, "audience-shared-by-leaders"
    zh, en = (
        "全校共用的常用对象由校领导或学校管理员添加。您可以存为自己的，或请他们添加。",
        "Leaders and administrators save audiences for the whole school. Save it as your own, or ask them.",
    )


class AudienceNameTaken(Problem):
    """Two audiences of one name look alike in the list."""

    status, slug = 409, "audience-name-taken"
    zh, en = "已有同名的常用对象，请换一个名称。", "There is a saved audience of this name. Please choose another one."


class AudiencesFull(Problem):
    """A list that nobody can look through helps nobody."""

    status, slug = 409, "audiences-full"
    zh, en = (
        "常用对象已满，请先移除不用的。",
        "There are too many saved audiences. Remove one that you do not need.",
    )


class AudienceRemoved(Problem):
    """An audience that was taken out of the lists."""

    status, slug = 409, "audience-removed"
    zh, en = "这个常用对象已移除，请另存一个。", "This saved audience was removed. Save another one."
