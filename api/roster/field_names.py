"""What the fields of a roster are called in English. A file has the Chinese name, which stays beside it."""

from api.roster.rules.layouts import GUARDIAN_FIELDS
from api.roster.values import SUPPORT, SUPPORT_EN

_ENGLISH: dict[str, str] = {
    "年级": "Grade",
    "班级名称": "Name of the class",
    "学年": "School year",
    "学号": "Student number",
    "姓名": "Name",
    "性别": "Sex",
    "班级": "Class",
    "家庭住址": "Home address",
    "经度": "Longitude",
    "纬度": "Latitude",
    "关系": "Relation",
    "手机号": "Phone number",
    "学生学号": "Student number",
    "联系顺序": "Order of contact",
    "邮箱": "Email address",
    "工号": "Staff number",
    "角色": "Roles",
    "任教班级": "Classes and subjects taught",
    "班主任班级": "Class teacher of",
    **{word: SUPPORT_EN[code] for code, word in SUPPORT.items()},
}
_GUARDIANS = {"家长1": "Guardian 1", "家长2": "Guardian 2", "家长3": "Guardian 3", "父亲": "Father", "母亲": "Mother"}


def field_name(field: str, language: str) -> str:
    """A field as a reader of this language chooses it: 家长1手机号 is "Guardian 1: phone number (家长1手机号)"."""
    if language != "en":
        return field
    english = _ENGLISH.get(field) or _of_guardian(field)
    return f"{english} ({field})" if english else field


def _of_guardian(field: str) -> str | None:
    for who, english in _GUARDIANS.items():
        if (rest := field.removeprefix(who)) in GUARDIAN_FIELDS:
            return f"{english}: {_ENGLISH[rest].lower()}"
    return None
