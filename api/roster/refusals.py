"""Why a part cannot be given or a number taken: refusals that a trial of the changes meets."""

from api.core import parts


class OwnPart(parts.Refused):
    slug = "own-part"
    zh, en = (
        "不能给自己这个身份，也不能把自己登记为学生的家长：请由另一位管理员来做。",
        "Nobody gives themselves a part that opens what is confidential, or a student as their child. Another administrator has to do this.",
    )


class BarredChild(parts.Refused):
    """A court's order bars who acts from the child, or who made them an administrator; or who would come could read about it."""

    slug = "barred-child"
    zh, en = (
        "法院限制您，或指定您为管理员的人，接触这名学生。请由另一位管理员来做。",
        "A court's order bars you, or who named you administrator, from this student. Another administrator has to do this.",
    )


class NumberKept(parts.Refused):
    """Given to somebody else, the old number would open their account to its owner, and the owner could take nothing back."""

    slug = "number-kept"
    zh, en = (
        "这个手机号（{names}）七天内刚从另一个人那里换走，原机主还可以取回。等满七天，或新号码由另一人确认后，才能给别人。",
        (
            "This phone number ({names}) was somebody else's until less than seven days ago, and they can still take it back. Wait until"
            " the seven days are over, or until a second person has confirmed their new number."
        ),
    )


class GiverNotAnother(parts.Refused):
    slug = "giver-not-another"
    zh, en = (
        "不能由您给这位管理员这个身份：您是由此人指定的管理员，或任管理员不满七天。请由另一位管理员来做。",
        (
            "You cannot give this administrator the part: they named you administrator, or you are one for less than seven days. Another"
            " administrator has to do this."
        ),
    )


class GuardianTwin(parts.Refused):
    """By hand at a sibling, and by a file: a second bearer of a guardian's name could sign as they do."""

    slug = "guardian-twin"
    zh, en = (
        "{names}：这名学生或其兄弟姐妹已有同名的家长，号码不同。同一人换了号码，请在那位家长的页面修改。",
        (
            "{names}: the student, or a brother or sister, has a guardian of this name with another number. If it is the same person"
            " with another number, change it on their page."
        ),
    )


class BarredPart(parts.Refused):
    slug = "barred-part"
    zh, en = (
        "法院限制此人接触这个班的一位学生，不能担任这个班的老师。请另选一位。",
        "A court's order bars this person from a student of the class, so they cannot have it. Choose somebody else.",
    )
