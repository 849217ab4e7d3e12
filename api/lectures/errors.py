"""What can be refused about lectures, in sentences that say what to do."""

from api.core.errors import Problem, TooMany
from api.core.field_errors import FieldErrors
from api.lectures.rules import Code


class LectureTooWide(Problem):
    """A class teacher invites the own class."""

    status, slug = 403, "lecture-too-wide"
    zh, en = (
        "您只能为自己担任班主任的班级安排活动，请改选班级。",
        "You may invite your own class only. Please choose it as the audience.",
    )


class LectureOver(Problem):
    """A lecture that was cancelled or has begun is not changed."""

    status, slug = 409, "lecture-over"
    zh, en = (
        "活动已取消或已开始，不能再更改。",
        "This lecture was cancelled or has begun, and cannot be changed any more.",
    )


class RegistrationClosed(Problem):
    """Nobody can register: no registration is asked for, its time has passed, or the lecture was cancelled."""

    status, slug = 409, "registration-closed"
    zh, en = "现在不能报名了，请刷新后查看。", "One cannot register any more. Please reload the page."


class LectureBegun(Problem):
    """A seat is given back before the lecture begins."""

    status, slug = 409, "lecture-begun"
    zh, en = "活动已经开始，不用再取消报名。", "The lecture has begun. There is no need to give the seat back."


class CheckInClosed(Problem):
    """One checks in from an hour before a lecture until an hour after it."""

    status, slug = 409, "check-in-closed"
    zh, en = (
        "签到从开始前一小时到结束后一小时。",
        "One can check in from an hour before the lecture until an hour after it.",
    )


class CodeOver(Problem):
    """The code is not the one that is shown now."""

    status, slug = 409, "code-over"
    zh, en = (
        "签到码不对或已更换，请看现场最新的。",
        "This is not the code that is shown now. Please type the newest one.",
    )


class SeatNeeded(Problem):
    """Seats are counted, and this person has none: a code passed on from the hall is not enough."""

    status, slug = 409, "seat-needed"
    zh, en = (
        "这场活动名额有限，您还没有名额，不能用签到码签到。已经到现场的，请现场老师为您登记。",
        "Seats at this lecture are limited and you have none yet, so the code does not check you in. If you are there, ask the staff to note you.",
    )


class CheckInMustWait(TooMany):
    zh, en = (
        "签到码输错太多次了，请过 {minutes} 分钟再试，或请现场老师为您登记。",
        "Too many wrong codes. Please wait {minutes} min, or ask the staff there to note you.",
    )


class RecordingTooEarly(Problem):
    """A recording is added to a published lecture that has begun."""

    status, slug = 409, "recording-too-early"
    zh, en = (
        "活动已发布并开始后，才能添加录像。",
        "A recording is added to a lecture that was published and has begun.",
    )


class RecordingGone(Problem):
    """There is no recording, it was taken out, or its site is not allowed any more."""

    status, slug = 409, "recording-gone"
    zh, en = "录像已不能观看，请刷新后查看。", "This recording cannot be opened any more. Please reload the page."


class NumberTaken(Problem):
    """A number of a series is one lecture's."""

    status, slug = 409, "number-taken"
    zh, en = (
        "系列中已有这一讲，请换一个序号。",
        "Another lecture of the series has this number. Choose another one.",
    )


class FeedbackClosed(Problem):
    """Only those say how a lecture was who were there or saw it, once it is over."""

    status, slug = 409, "feedback-closed"
    zh, en = (
        "参加过活动或看过录像的人，在活动结束后可以评价。",
        "Those who came or saw the recording can say how it was, once it is over.",
    )


_SENTENCES: dict[Code, tuple[str, str]] = {
    "past": ("这个时间已经过去，请另选。", "This is in the past. Choose a later time."),
    "too-far": ("时间太远了，请选择一年以内的时间。", "This is too far ahead. Choose a time within a year."),
    "too-long": ("一场活动最长十二小时，请分开安排。", "One lecture lasts twelve hours at most. Please make several."),
    "order": ("时间先后不对，请检查。", "These times are in the wrong order. Please check them."),
    "one-of": ("请在班级、年级、全校中选择一项。", "Choose either classes, grades or the whole school."),
    "not-found": ("没有找到，或已停用。", "Not found, or no longer in use."),
    "required": ("请填写地点或网址。", "Please give a place or a link."),
    "not-allowed": (
        "已发布的活动不能改变是否需要报名；不用报名的活动没有名额和报名截止时间。",
        "Once published, it stays as it is whether one registers. Without registration there are no seats and no last day.",
    ),
    "too-few": (
        "已报名的人数超过了这个名额，请不要少于已报名人数。",
        "More people have registered. Please give them all a seat.",
    ),
    "duplicate": ("有重复，请去掉一个。", "Something is there twice. Take one out."),
    "site": (
        "学校没有允许这个网站的录像。请换一个链接，或请管理员在“系列和录像网站”中添加。",
        "The school does not allow recordings on this site. Use another link, or ask an administrator to allow it.",
    ),
    "either": (
        "请在校历安排和固定主题中只选一项。",
        "Choose either an entry of the calendar or one of the fixed occasions.",
    ),
    "pair": ("写了英文介绍，请也写英文标题。", "Please write the English title, too."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong, missing = _FIELDS.wrong, _FIELDS.missing
