"""What can be refused when a notice is let out or corrected, by today's roster."""

from api.core.errors import Problem


class StudentsMoved(Problem):
    """A class teacher writes to who is in the own class today."""

    status, slug = 403, "students-moved"
    zh, en = (
        "通知里点名的学生，有的已不在您的班里。请修改“发给谁”，或请校领导、学校管理员处理。",
        "A student whom this notice names is not in your class any more. Change whom it is for, or ask a leader or administrator.",
    )


class NobodyReached(Problem):
    """What goes to nobody is no notice: most likely the audience was chosen wrong."""

    status, slug = 409, "nobody-reached"
    zh, en = (
        "按今天的名册，没有人能收到这条通知。请修改“发给谁”。",
        "By today's roster nobody would receive this notice. Please change whom it is for.",
    )
