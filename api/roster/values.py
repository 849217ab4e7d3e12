"""The words a Chinese school writes into cells, and what they mean."""

import re
from typing import Literal

from schemas.roster.rows import Relation

OrgKind = Literal["school", "bureau", "centre", "hotline", "hospital"]

# V2, S6: needs for support. A diagnosis has no place in a list that many people read.
SUPPORT: dict[str, str] = {
    "left_behind": "留守",
    "single_parent": "单亲",
    "hardship": "困难",
    "migrant": "随迁",
    "disabled": "残疾",
    "orphan": "孤儿",
    "without_care": "事实无人抚养",
    "divorced": "父母离异",
    "bereaved": "丧亲",
    "moved_school": "中途转入",
}
SUPPORT_EN = {
    "left_behind": "Left behind by parents who work elsewhere",
    "single_parent": "Single parent",
    "hardship": "Poverty",
    "migrant": "Came along with migrant parents",
    "disabled": "Disability (fact of support, no diagnosis)",
    "orphan": "Orphan",
    "without_care": "Without actual care",
    "divorced": "Parents divorced",
    "bereaved": "Bereaved",
    "moved_school": "Moved school mid-way",
}
YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
NO = frozenset({"", "否", "无", "×", "✗", "n", "no", "false", "0"})
BLANK = frozenset({"", "/", "-", "--", "—", "——"})
"""How a form is left blank: what is stored stays."""
NONE = "无"
"""How a stored address, role or lesson is removed."""

SEXES = {"男": "male", "女": "female"}

RELATION_CHOICES = ("父亲", "母亲", "祖父母", "其他亲属", "其他")
RELATIONS: dict[str, Relation] = {
    **dict.fromkeys(("父亲", "爸爸", "父", "养父", "继父"), "father"),
    **dict.fromkeys(("母亲", "妈妈", "母", "养母", "继母"), "mother"),
    **dict.fromkeys(
        ("祖父母", "祖父", "祖母", "爷爷", "奶奶", "外祖父母", "外祖父", "外祖母", "外公", "外婆", "姥爷", "姥姥"),
        "grandparent",
    ),
    **dict.fromkeys(
        ("其他亲属", "亲属", "伯父", "伯母", "叔叔", "婶婶", "姑姑", "姑父", "舅舅", "舅妈", "姨妈", "姨父", "阿姨"),
        "relative",
    ),
    **dict.fromkeys(("哥哥", "姐姐", "兄", "姐"), "relative"),
    **dict.fromkeys(("其他", "监护人", "其他监护人"), "other"),
}

RELATION_NAMES: dict[Relation, str] = {
    "father": "父亲",
    "mother": "母亲",
    "grandparent": "祖父母",
    "relative": "其他亲属",
    "other": "其他",
}

ROLES: dict[str, str] = {
    "班主任": "class_teacher",
    "科任教师": "subject_teacher",
    "心理教师": "counsellor",
    "年级组长": "grade_lead",
    "校领导": "leader",
    "学校管理员": "school_admin",
    "档案保管人": "custodian",
    "教育局管理员": "officer",
}
ROLE_ALIASES = {
    "任课教师": "科任教师",
    "任课老师": "科任教师",
    "科任老师": "科任教师",
    "心理老师": "心理教师",
    "心理健康教师": "心理教师",
    "咨询师": "心理教师",
    "管理员": "学校管理员",
    "机构管理员": "学校管理员",
    "领导": "校领导",
}
_TEACHING = frozenset({"class_teacher", "subject_teacher", "grade_lead"})

# Words that name a diagnosis or a crisis. They belong in a student's sealed file, which few may open and every look is recorded.
DIAGNOSES = re.compile(
    "抑郁|焦虑|双相|躁狂|精神分裂|精神病|精神障碍|心理障碍|心理疾病|自闭|孤独症|多动症|注意缺陷|强迫症|创伤后应激|厌食症|"
    "自杀|自残|自伤|癫痫|智力障碍|智障|诊断|确诊|病史|服药|ADHD|PTSD",
    re.IGNORECASE,
)


def role_fits(role: str, kind: OrgKind) -> bool:
    """Whether a role exists in such an organisation."""
    if role == "officer":
        return kind == "bureau"
    return kind == "school" or role not in _TEACHING


PLACES = re.compile(
    r"(?:诊断|精神病|精神障碍|心理障碍|自闭|孤独症)[^\s,。;]{0,4}?(?:院|中心|路|街|巷|里|弄|村|小区|大道)"
)
"""A street or house that is named after such a word is no diagnosis."""
