"""The workbook's format, said once: sheets, columns, and the words a Chinese school writes in them.

Template, readers, rules and the demo all take it from here.
"""

import re
import unicodedata

import msgspec

from api.roster.values import RELATION_CHOICES, ROLES, SEXES, SUPPORT, SUPPORT_EN, OrgKind
from schemas.roster.rows import SheetKey


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. `choices` become a drop-down; `wide` is the width in characters."""

    name: str
    note_zh: str
    note_en: str
    must: bool = False
    blank: bool = False  # the column has to be there, and a cell of it may be empty
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    wide: int = 12


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet; the first row holds the headings, every row below is one person, tie or class."""

    key: SheetKey
    name: str
    columns: tuple[Column, ...]
    may_be_empty: bool = False

    def heading(self, text: str) -> str | None:
        """The column meant by a heading, or None. A trailing `*` and the usual other names are understood."""
        return _HEADINGS[self.key].get(text.rstrip("*").replace(" ", ""))


_EMAIL = Column(
    name="邮箱",
    aliases=("电子邮箱", "邮件"),
    wide=26,
    note_zh="选填。没有手机号的人用它收验证码登录，一个邮箱只能属于一个人",
    note_en="Email address; may be empty. Who has no phone number signs in by a code to it; one address belongs to one person",
)
_PHONE = Column(
    name="手机号",
    must=True,
    aliases=("手机", "手机号码", "联系电话", "电话"),
    wide=15,
    note_zh="11 位大陆手机号；香港、澳门、台湾和国外号码前面写 + 和区号，如 +852。一个号码只能属于一个人",
    note_en="11-digit mainland mobile number, or + and the country code, such as +852; one number belongs to one person",
)
_PHONE_OF_GUARDIAN = msgspec.structs.replace(
    _PHONE,
    blank=True,
    note_zh=_PHONE.note_zh + "。没有手机号的家长留空，用邮箱收验证码登录；也没有邮箱的，用打印的初始码登录",
    note_en=_PHONE.note_en
    + ". Empty for a guardian without one, who signs in by a code to the email address, or else by one on paper",
)
_PHONE_OF_STAFF = msgspec.structs.replace(
    _PHONE,
    blank=True,
    note_zh=_PHONE.note_zh + "。没有手机号的留空，用邮箱收验证码登录；也没有邮箱的，用打印的初始码登录",
    note_en=_PHONE.note_en
    + ". Empty for who has none and signs in by a code to the email address, or else by one on paper",
)

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        key="classes",
        name="班级",
        columns=(
            Column(name="年级", must=True, note_zh="如：七年级", note_en="Grade, e.g. 七年级"),
            Column(
                name="班级名称",
                must=True,
                aliases=("班级", "班名"),
                wide=18,
                note_zh="如：七年级(3)班，同一学年内不重复",
                note_en="Name of the class, once a school year",
            ),
            Column(
                name="学年",
                must=True,
                note_zh="如：2026-2027，全表同一学年",
                note_en="School year, the same in all rows",
            ),
        ),
    ),
    Sheet(
        key="students",
        name="学生",
        columns=(
            Column(
                name="学号",
                must=True,
                wide=16,
                note_zh="校内唯一，每次导入按学号识别学生",
                note_en="Student number, unique in the school; the student is known by it in every import",
            ),
            Column(name="姓名", must=True, aliases=("学生姓名",), note_zh="学生姓名", note_en="Name"),
            Column(name="性别", must=True, choices=tuple(SEXES), wide=6, note_zh="男或女", note_en="男 or 女"),
            Column(
                name="班级",
                must=True,
                aliases=("班级名称",),
                wide=18,
                note_zh="与“班级”表的班级名称一致",
                note_en="As named in sheet 班级",
            ),
            Column(
                name="家庭住址",
                aliases=("住址", "家庭地址"),
                wide=40,
                note_zh="选填，用于安排家访路线，加密保存",
                note_en="Home address; may be empty; for planning home visits, kept sealed",
            ),
            Column(
                name="经度",
                note_zh="选填，高德/腾讯地图坐标，与纬度同时填写",
                note_en="Longitude (GCJ-02); may be empty; together with latitude",
            ),
            Column(
                name="纬度", note_zh="选填，与经度同时填写", note_en="Latitude; may be empty; together with longitude"
            ),
            *(
                Column(
                    name=name,
                    choices=("是",),
                    note_zh="是或空。只记录需要支持的情况，不得填写任何诊断",
                    note_en=f"{SUPPORT_EN[code]}. 是 or empty; never a diagnosis",
                )
                for code, name in SUPPORT.items()
            ),
        ),
    ),
    Sheet(
        key="guardians",
        name="家长",
        may_be_empty=True,
        columns=(
            Column(name="姓名", must=True, aliases=("家长姓名",), note_zh="家长姓名", note_en="Name of the guardian"),
            Column(
                name="关系",
                must=True,
                aliases=("与学生关系",),
                choices=RELATION_CHOICES,
                note_zh="父亲、母亲、祖父母（爷爷、奶奶、外公、外婆）、其他亲属或其他",
                note_en="Father, mother, grandparent, other relative or other",
            ),
            _PHONE_OF_GUARDIAN,
            Column(
                name="学生学号",
                must=True,
                aliases=("学号",),
                wide=16,
                note_zh="“学生”表中的学号；有几个孩子就写几行",
                note_en="Student number; one row for each child",
            ),
            Column(
                name="联系顺序",
                note_zh="1 至 9，1 最先联系；留空按行的先后",
                note_en="1 to 9, 1 is asked first; empty: in the order of rows",
            ),
            _EMAIL,
        ),
    ),
    Sheet(
        key="staff",
        name="教职工",
        columns=(
            Column(
                name="工号",
                must=True,
                wide=14,
                note_zh="本机构内唯一",
                note_en="Staff number, unique in the organisation",
            ),
            Column(name="姓名", must=True, note_zh="教职工姓名", note_en="Name"),
            _PHONE_OF_STAFF,
            _EMAIL,
            Column(
                name="角色",
                aliases=("职务",),
                wide=28,
                note_zh="可填多个，用分号隔开：" + "、".join(ROLES) + "。至少一人为学校管理员",
                note_en="One or more, with semicolons: " + ", ".join(ROLES) + ". At least one person is 学校管理员",
            ),
            Column(
                name="任教班级",
                wide=40,
                note_zh="班级:学科，用分号隔开，如 七年级(3)班:数学;七年级(4)班:数学",
                note_en="class:subject with semicolons, e.g. 七年级(3)班:数学;七年级(4)班:数学",
            ),
            Column(
                name="班主任班级",
                wide=18,
                note_zh="担任班主任的班级，几个班用分号隔开，每班只有一位班主任",
                note_en="The class whose class teacher they are, several with semicolons; a class has one",
            ),
        ),
    ),
)
BY_KEY: dict[SheetKey, Sheet] = {s.key: s for s in SHEETS}
BY_NAME: dict[str, Sheet] = {s.name: s for s in SHEETS}
GUIDE = "说明"

_HEADINGS: dict[SheetKey, dict[str, str]] = {
    s.key: {
        **{alias: c.name for c in s.columns for alias in c.aliases},
        **{c.name: c.name for c in s.columns},
    }
    for s in SHEETS
}


def sheets_of(kind: OrgKind) -> tuple[Sheet, ...]:
    """The sheets an organisation fills in: a centre or bureau has staff alone."""
    return SHEETS if kind == "school" else (BY_KEY["staff"],)


# GB 18030-2022 names characters that Python's codec still puts into the private use area (bytes FE59, FE61 …).
_PRIVATE = {
    0xE800 + low: char for low, char in zip(b"\x1e\x26\x2b\x2c\x32\x43\x54\x64", range(0x9FB4, 0x9FBC), strict=True)
}


_PLAIN = re.compile(r"[!-~\u4e00-\u9fff]*")
"""Han and what a keyboard has, without spaces: it is normal already, and most cells are nothing else."""


def is_plain(text: str) -> bool:
    """Whether each character stands for itself and can be seen."""
    return _PLAIN.fullmatch(text) is not None


def normal(text: str) -> str:
    """Full-width letters, digits and brackets as half-width ones (NFKC); invisible formatting dropped, spaces joined."""
    if is_plain(text):
        return text
    text = "".join(
        c for c in unicodedata.normalize("NFKC", text.translate(_PRIVATE)) if unicodedata.category(c) != "Cf"
    )
    return re.sub(r"[^\S\n]+", " ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def class_name(text: str) -> str:
    """A class's name as it is compared: spaces mean nothing beside Chinese characters."""
    text = " ".join(text.split())
    return text.replace(" ", "") if re.search(r"[\u3400-\u9fff]", text) else text
