"""Why a school year cannot be opened as it was said."""

from api.core.errors import Problem


class RosterChanged(Problem):
    status, slug = 409, "roster-changed"
    zh, en = (
        "名册在此期间有变化（有学生转班，或任课老师有调整）。请重新打开新学年，核对后再继续。",
        "The roster has changed since: students moved, or teachers did. Open this step again and check it.",
    )


class YearRefused(Problem):
    """What was said of the classes does not make a school year."""

    status, slug = 422, "school-year"
    zh, en = "新学年填写有误，请核对。", "This does not make a school year. Check it."


class YearNotNext(YearRefused):
    slug = "school-year-not-next"
    zh, en = "新学年必须晚于现在班级的学年。", "The new school year must come after that of today's classes."


class StepMissing(YearRefused):
    slug = "school-year-steps"
    zh, en = "请为现在的每个班级各选一种安排。", "Say once for each of today's classes what becomes of it."


class NamesTwice(YearRefused):
    slug = "school-year-names"
    zh, en = (
        "新学年有同名的班级，请改名；要合并，请让几个班升入同一个班。",
        "Two classes of the new year have one name.",
    )


class NoSuchClass(YearRefused):
    slug = "school-year-into"
    zh, en = (
        "有班级或学生要升入的班级不在新学年里。",
        "A class or student goes into a class that the new year does not have.",
    )


class NotAStudent(YearRefused):
    slug = "school-year-students"
    zh, en = "有学生已不在现在的班级里，或选了两次。", "A student is in none of today's classes, or was named twice."


class NotAColleague(YearRefused):
    slug = "school-year-teacher"
    zh, en = (
        "选作班主任的人已不在本校，请另选。",
        "Somebody who is to lead a class does not work here. Choose somebody else.",
    )


class LastDayNeeded(YearRefused):
    slug = "school-year-until"
    zh, en = (
        "请填写毕业生和家长可以使用到哪一天，不能早于今天。",
        "Say until which day graduates and families have access; not before today.",
    )


BY_CODE: dict[str, type[YearRefused]] = {
    "year": YearNotNext,
    "steps": StepMissing,
    "names": NamesTwice,
    "into": NoSuchClass,
    "students": NotAStudent,
    "teacher": NotAColleague,
    "until": LastDayNeeded,
}
