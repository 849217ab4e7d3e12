"""What can be refused about committees and observations, in sentences that say what to do."""

from api.core.errors import Problem
from api.core.field_errors import FieldErrors
from api.core.parts import Refused
from schemas.observations.rows import Fault


class NobodyOwnsUrgent(Refused):
    """An end of somebody's part that would leave something urgent without an owner. It does not say what."""

    zh, en = (
        "这样改动后，一件紧急的事将没有人负责。请先指定班主任、年级组长、心理教师或校领导。",
        "Something urgent would be left with nobody. Name a class teacher, grade lead, counsellor or leader first.",
    )


class NobodyForSchools(Refused):
    """An end of an officer's part while schools wait for one. It does not say which, nor for what."""

    zh, en = (
        "有学校的事项正在等教育局处理，这样改动后将没有人负责。请先指定另一位教育局工作人员。",
        "Schools wait for an officer of the bureau, and nobody would be left. Name another officer first.",
    )


class OwnerNotFree(Problem):
    """Somebody who left meanwhile, or whom the case concerns. It does not say which."""

    status, slug = 409, "owner-not-free"
    zh, en = (
        "现在不能指定这位同事。请重新选择，或请学校先任命一位。",
        "This colleague cannot be named now. Choose again, or have the school appoint somebody first.",
    )


class NotServing(Problem):
    """A student who is no member now: kindly, and to where help is."""

    status, slug = 403, "not-serving"
    zh, en = (
        "现在由健康委员在这里上报。如果你担心自己或同学，可以直接预约心理老师，或拨打首页上的心理热线，他们愿意听你说。",
        (
            "Only members of the health committee report here for now. If you worry about yourself or a classmate, you can"
            " book a session with the counsellor or call a hotline from the first page. They are glad to listen."
        ),
    )


class SlipNeedsCounsellor(Problem):
    """P7: slips are principal by those who take them in."""

    status, slug = 403, "slip-needs-counsellor"
    zh, en = (
        "纸条由学校的心理教师录入。请把纸条交给心理教师，或直接上报您自己看到的情况。",
        "Paper slips are principal by the school's counsellor. Hand it to them, or file what you saw yourself.",
    )


class SeatsTaken(Problem):
    """R2: two boys and two girls."""

    status, slug = 409, "seats-taken"
    zh, en = (
        "这段时间里，本班健康委员的名额（两男两女）已满。请先结束一位，或换一段时间。",
        "The class has its two boys and two girls for that time. End one first, or choose another time.",
    )


class AlreadyMember(Problem):
    """One request or term at a time."""

    status, slug = 409, "already-member"
    zh, en = (
        "这位学生在这段时间里已被邀请或正在担任健康委员。",
        "This student has been asked or serves already in that time.",
    )


class MemberAnswered(Problem):
    """A request is answered once."""

    status, slug = 409, "member-answered"
    zh, en = (
        "这个邀请已有答复或已结束。如想改变，请联系班主任重新邀请，或结束任职。",
        "This request has been answered or is over. To change it, ask the class teacher to ask again, or end it.",
    )


class GuardianNew(Problem):
    """A tie of this week answers for nobody whose tie is older (0521): an administrator could consent for a family with a second phone."""

    status, slug = 409, "guardian-new"
    zh, en = (
        "您成为这个孩子的家长还不到一周，请由另一位家长答复，或满一周后再答复。",
        "You were added as a guardian of this child less than a week ago. Another guardian answers, or you do once the week is over.",
    )


class TermOver(Problem):
    """A term in the past cannot be answered."""

    status, slug = 409, "term-over"
    zh, en = "这段任期已经过去。", "That term is over."


class ObservationDone(Problem):
    """What is closed stays closed."""

    status, slug = 409, "observation-done"
    zh, en = (
        "这条观察已结束，不能再更改。如有新情况，请另行上报。",
        "This observation is closed and cannot be changed. File a new one if something else happens.",
    )


class NotRead(Problem):
    """Nobody closes what they have not read."""

    status, slug = 409, "not-read"
    zh, en = (
        "请先打开内容看过，再结束。",
        "Open the text and read it before you close this.",
    )


class NotAskedToClose(Problem):
    """Nobody who owns it now has asked to close it."""

    status, slug = 409, "not-asked-to-close"
    zh, en = (
        "现在没有人提出结束，或提出的人已不再负责。请自己提出结束，再由另一位确认。",
        "Nobody in charge now has asked to close this. Ask for it yourself; a second person confirms it.",
    )


class SecondPersonNeeded(Problem):
    """An urgent one is closed by two."""

    status, slug = 409, "second-person-needed"
    zh, en = (
        "紧急的事要由两个人一起结束。请让另一位负责的同事确认：不能是由您任命或任命您的人，也不能是和您由同一人任命、其中一位不满七天的人。没有这样的同事时，教育局会收到通知。",
        (
            "Two people close what is urgent. Ask another colleague in charge to confirm it: not one who appointed you or whom you appointed, nor one"
            " whom the same person appointed as you, one of you less than seven days ago. Where there is none, the bureau is told."
        ),
    )


class DisclosureWaits(Problem):
    """One request at a time."""

    status, slug = 409, "disclosure-waits"
    zh, en = (
        "已经有档案保管人提出要知道是谁说的，还没有结束。请先等它有结果。",
        "A custodian has asked already, and that is not over yet. Wait for its end.",
    )


class SecondCustodianNeeded(Problem):
    """Two custodians learn it together."""

    status, slug = 409, "second-custodian-needed"
    zh, en = (
        "要由两位档案保管人一起才能知道是谁说的：另一位不能是由您任命或任命您的人，也不能是和您由同一人任命、其中一位不满七天的人。没有这样的同事时，请学校再任命一位档案保管人。",
        (
            "Two custodians learn this together: not one who appointed you or whom you appointed, nor one whom the same person appointed as you, one of"
            " you less than seven days ago. Where there is none, have the school name another custodian."
        ),
    )


class NotAskedToDisclose(Problem):
    """Nothing waits for an answer."""

    status, slug = 409, "not-asked-to-disclose"
    zh, en = (
        "这项请求已有答复或已结束。如仍需要，请重新提出。",
        "This request has been answered or is over. Ask again if it is still needed.",
    )


class NotDisclosed(Problem):
    """Nobody learns it alone, nor after the day is over."""

    status, slug = 409, "not-disclosed"
    zh, en = (
        "现在不能查看。要由两位档案保管人一起：一位提出，另一位同意后，两人在一天之内可以查看。",
        "It cannot be seen now. One custodian asks and another one agrees; then both may look for a day.",
    )


class TopRung(Problem):
    """No rung above has anybody."""

    status, slug = 409, "top-rung"
    zh, en = (
        "上面已经没有可以接手的层级。请在本级处理，必要时由专人告知家庭或教育局。",
        "Nobody is above this to take it over. Handle it here; a person may tell the family or the bureau.",
    )


class NobodyThere(Problem):
    """No one in the school can be given it."""

    status, slug = 409, "nobody-there"
    zh, en = (
        "学校里暂时没有可以接手的人，内容没有保存。请拨打首页上的心理热线，或告诉你信任的大人。",
        (
            "Nobody at the school can take this now, and it was not kept. Please call a hotline from the first page, or"
            " tell an adult you trust."
        ),
    )


_SENTENCES: dict[Fault, tuple[str, str]] = {
    "past": ("这个日期已经过去。", "This is in the past."),
    "future": ("这个日期还没有到。", "This is in the future."),
    "too-old": ("请填写最近 60 天内的日期。", "Give a day within the last 60 days."),
    "order": ("结束必须晚于开始。", "The end must be after the start."),
    "too-long": ("任期最长 200 天，请缩短。", "A term is 200 days at most. Make it shorter."),
    "not-found": ("没有找到，或不在这个班级。", "Not found, or not of this class."),
    "required": ("这一项必填。", "This is required."),
    "yourself": (
        "关于自己的事，可以直接预约心理老师，或拨打首页上的心理热线。",
        "For yourself, you can book a session with the counsellor or call a hotline from the first page.",
    ),
    "writer": (
        "纸条写的是本人的事。请与这位学生谈一谈，或以您自己的名义上报。",
        "The slip is about the student who wrote it. Talk with them, or file it in your own name.",
    ),
    "not-serving": (
        "这位学生现在不是该班的健康委员。请核对姓名，或作为未署名的纸条录入。",
        "This student does not serve for that class now. Check the name, or enter the slip as unsigned.",
    ),
    "other-question": ("这个回答不属于这一步。", "This is no answer to that step."),
    "consent": ("同意书已更新，请重新阅读后再答复。", "The wording has changed. Please read it again and answer."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong, missing = _FIELDS.wrong, _FIELDS.missing
