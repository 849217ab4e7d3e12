"""Why a person cannot be changed."""

from typing import Literal, TypeAlias

from api.core.errors import Problem
from api.core.field_errors import FieldErrors


class GuardianBarred(Problem):
    status, slug = 409, "guardian-barred"
    zh, en = (
        "法院限制这位家长接触该学生。先解除限制，才能重新关联。",
        "A court's order bars this guardian from the student's matters. Lift the bar first.",
    )


class AlreadyBarred(Problem):
    status, slug = 409, "guardian-already-barred"
    zh, en = "这位家长已被限制。", "This guardian is barred already."


class PhoneTaken(Problem):
    status, slug = 409, "phone-taken"
    zh, en = (
        "这个手机号或邮箱已属于另一个人，请核对。",
        "This phone number or email address belongs to somebody else. Check it.",
    )


class NumberMovedTwice(Problem):
    """Who moved a number does not move it again before its old owner could say something."""

    status, slug = 409, "number-moved-twice"
    zh, en = (
        "此人的手机号七天内刚由您换过，或由您指定的、指定您的管理员换过；任管理员不满七天的也不能再换。可以改回原号码；要换成别的，请另一位管理员来改，或等满七天。",
        (
            "This person's phone number was changed within the last seven days by you, by somebody you named administrator or who named"
            " you, or you are an administrator for less than seven days. You can change it back; for another number ask another"
            " administrator, or wait until seven days are over."
        ),
    )


class PhoneElsewhere(Problem):
    """Who works somewhere opens more by the number than who is family: it is moved where they work (0314)."""

    status, slug = 409, "phone-elsewhere"
    zh, en = (
        "此人在另一家机构任职，登录手机号由任职机构的管理员更换。请让本人向那里的管理员提出。",
        "This person works at another organisation, whose administrator changes the sign-in number. Ask them to turn to that administrator.",
    )


class StaffNumberTaken(Problem):
    status, slug = 409, "staff-number-taken"
    zh, en = "这个工号已属于另一位同事。", "Another colleague has this staff number."


class LastAdministrator(Problem):
    status, slug = 409, "last-administrator"
    zh, en = (
        "至少要有一位学校管理员。请先指定另一位。",
        "There must be an administrator. Name another one first.",
    )


class PersonRefused(Problem):
    status, slug = 409, "person-refused"
    zh, en = "名册不允许这样修改。", "The roster does not allow this."


Code: TypeAlias = Literal[
    "name",
    "number",
    "phone",
    "unreachable",
    "tagged",
    "role",
    "class",
    "successor",
    "another-name",
    "namesake",
    "future",
    "tied",
    "here",
    "former",
    "colleague",
    "diagnosis",
]
_SENTENCES: dict[Code, tuple[str, str]] = {
    "name": ("姓名只能含文字、间隔号和空格。", "A name has letters, middle dots, hyphens and spaces."),
    "number": ("编号只能含字母、数字、-、_ 和 /。", "A number has letters, digits, -, _ and /."),
    "phone": (
        "请填写 11 位手机号；香港、澳门、台湾和国外号码前面写 + 和区号，如 +852。没有手机号的，写邮箱地址。",
        "Give a mobile number of 11 digits, or one with + and its country code, such as +852; for who has no phone, an email address.",
    ),
    "unreachable": ("这个邮箱收不到邮件。", "No mail reaches this address."),
    "tagged": (
        "登录邮箱不能带 +，请去掉 + 和它后面的部分。",
        "An address to sign in by has no +. Leave it out with what follows.",
    ),
    "role": ("本机构没有这个角色。", "This role does not exist here."),
    "class": ("没有这个班级，或已结束。", "There is no such class any more."),
    "successor": ("请选择另一位在职同事。", "Choose another colleague who works here."),
    "another-name": (
        "这个手机号或邮箱属于另一个姓名的人。",
        "Somebody of another name has this number or email address.",
    ),
    "namesake": (
        "这名学生已有同名的家长。同一人换了号码，请在那位家长的页面修改。",
        "The student has a guardian of this name. If it is the same person with another number, change it on their page.",
    ),
    "here": ("已有学生使用这个学号。", "A student has this number."),
    "former": (
        "这个学号属于一位已离开的学生，姓名不同。请核对学号；同一人请写原来的姓名。",
        "A student who left under another name has this number. Check the number, or write the name of then if it is the same person.",
    ),
    "colleague": ("已有同事使用这个手机号或邮箱。", "A colleague has this number or email address."),
    "diagnosis": ("地址里不能写诊断或病情。", "An address holds no diagnosis."),
    "tied": ("只能选列出的同事。", "Only colleagues who were shown can be chosen."),
    "future": ("日期不能在今天之后。", "The date is after today."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong = _FIELDS.wrong
