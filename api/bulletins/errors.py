"""What can be refused about bulletins."""

from api.core.errors import Problem


class BulletinOver(Problem):
    """The last day lies in the past."""

    status, slug = 409, "bulletin-over"
    zh, en = "最后一天已经过去，请选择今天或以后的日期。", "The last day is over. Choose today or a later day."
