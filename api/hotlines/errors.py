"""What can be refused about hotlines."""

from api.core.errors import Problem


class HotlineEnded(Problem):
    """A line that was taken out of the lists."""

    status, slug = 409, "hotline-ended"
    zh, en = (
        "这条热线已停用，不能再更改。如需恢复，请重新添加。",
        "This hotline was taken out and cannot be changed. Add it again to bring it back.",
    )
