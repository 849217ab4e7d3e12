"""Where the headings of a table are, and which field each column holds: title rows, two lines of headings, other words."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from api.roster.columns import BY_KEY, BY_NAME, Sheet
from api.roster.files.tables import Table, Text, letter
from api.roster.values import DIAGNOSES
from api.roster.words import IGNORE, WORDS, Own, folded
from schemas.roster.rows import SheetKey

SEARCHED = 12  # rows in which headings are looked for
ENOUGH = 0.6  # of the required columns, for a sheet whose name says nothing

_NUMBERS = "一二三四五六七八九"
_GROUP = re.compile(
    r"(?:第?(?P<before>[1-4一二三四]))?(?:学生)?(?P<who>家长|监护人|联系人|家庭成员|父亲|母亲|爸爸|妈妈|父|母)"
    r"(?P<after>[1-9一二三四])?(?P<rest>.*)"
)
_PARENTS = {"父": "父亲", "爸爸": "父亲", "母": "母亲", "妈妈": "母亲"}
GUARDIAN_FIELDS = ("姓名", "关系", "手机号", "邮箱")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table: its heading, and its field (IGNORE: it is not read)."""

    at: int
    heading: str
    field: str


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """How a table is read. Without `key` it is not. `heading_at`: the place of the heading row among its rows."""

    key: SheetKey | None
    heading_at: int
    columns: tuple[Column, ...]


def find_layout(table: Table, sheets: Sequence[Sheet], own: Own) -> Layout:
    """The layout that understands most columns. A name of the workbook, or the school's own word, settles the sheet."""
    named = own.get(("sheet", table.name))
    if named == IGNORE:
        return Layout(key=None, heading_at=0, columns=())
    sheet = BY_NAME.get(named or table.name)
    kinds = [sheet] if sheet else list(sheets)
    found: list[tuple[float, int, SheetKey, tuple[Column, ...]]] = [
        (_share(kind, columns), -at, kind.key, columns)
        for at in range(min(SEARCHED, len(table.rows)))
        for kind in kinds
        for columns in _readings(table, at, kind, own)
    ]
    best = max(found, key=lambda one: one[:2], default=None)
    if best is None or (sheet is None and best[0] < ENOUGH):
        return Layout(key=sheet.key if sheet else None, heading_at=0, columns=())
    return Layout(key=best[2], heading_at=-best[1], columns=best[3])


def _share(sheet: Sheet, columns: Iterable[Column]) -> float:
    fields = {column.field for column in columns} - {IGNORE}
    musts = {column.name for column in sheet.columns if column.must}
    return len(fields & musts) / len(musts) + len(fields) / 1000


def _readings(table: Table, at: int, sheet: Sheet, own: Own) -> list[tuple[Column, ...]]:
    """A row as headings by itself, and together with the row above it."""
    texts = [_heading(cell) for cell in table.rows[at][1]]
    if not any(texts):
        return []
    readings = [_columns(texts, texts, sheet, own)]
    if at and sum(bool(_heading(cell)) for cell in table.rows[at - 1][1]) > 1:
        above = _filled([_heading(cell) for cell in table.rows[at - 1][1]], len(texts))
        both = [own_text or upper for own_text, upper in zip(texts, above, strict=True)]
        readings.append(_columns(both, [u + t if t else u for u, t in zip(above, texts, strict=True)], sheet, own))
    return readings


def _heading(cell: Text) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _filled(texts: list[str], width: int) -> list[str]:
    """A merged heading stands over the columns to its right."""
    filled: list[str] = []
    for text in texts[:width]:
        filled.append(text or (filled[-1] if filled else ""))
    return filled + [filled[-1] if filled else ""] * (width - len(filled))


def _columns(texts: list[str], longer: list[str], sheet: Sheet, own: Own) -> tuple[Column, ...]:
    columns: list[Column] = []
    taken: set[str] = set()
    group = ""
    for at, (text, long) in enumerate(zip(texts, longer, strict=True)):
        group, field = _field(sheet.key, text, long, group, own, taken)
        taken.add(field)
        columns.append(Column(at=at, heading=(text or letter(at))[:60], field=field))
    return tuple(columns)


def _field(key: SheetKey, text: str, long: str, group: str, own: Own, taken: set[str]) -> tuple[str, str]:
    """The guardian that the next columns speak of, and the field of this one."""
    for word in dict.fromkeys((text, long)):
        settled = own.get((key, folded(word))) if word else None
        if settled is not None:
            return group, settled if settled not in taken else IGNORE
        known = known_field(key, word)
        if known and known not in taken:
            return group, known
        if key == "students":
            new_group, field = _of_guardian(word, group)
            if field and field not in taken:
                return new_group, field
    return group, IGNORE


def known_field(key: SheetKey, heading: str) -> str | None:
    """The field that a heading names in a sheet of this kind."""
    return BY_KEY[key].heading(heading) or WORDS.headings[key].get(folded(heading))


def _of_guardian(heading: str, group: str) -> tuple[str, str]:
    """家长1姓名, 父亲电话, 第二监护人手机; 关系 and 电话 belong to the guardian named before."""
    word = folded(heading)
    if found := _GROUP.fullmatch(word):
        name = next((field for field, words in WORDS.guardian.items() if found["rest"] in words), "")
        who = _PARENTS.get(found["who"], found["who"])
        number = found["before"] or found["after"] or "1"
        number = str(_NUMBERS.find(number) + 1) if number in _NUMBERS else number
        group = who if who in _PARENTS.values() else f"家长{number}"
        return group, f"{group}{name}" if name else IGNORE
    name = next((field for field, words in WORDS.guardian.items() if word and word in words), "")
    if name and name != "姓名":
        group = group or "家长1"
        return group, f"{group}{name}"
    return group, IGNORE


def guardian_groups(columns: Iterable[Column]) -> dict[str, dict[str, Column]]:
    """The guardians in a row of a student: their fields' columns, by who they are."""
    groups: dict[str, dict[str, Column]] = {}
    for column in columns:
        for field in GUARDIAN_FIELDS:
            who = column.field.removesuffix(field)
            if who != column.field and (who in _PARENTS.values() or who.startswith("家长")):
                groups.setdefault(who, {})[field] = column
    return groups


def is_never_kept(heading: str) -> bool:
    """Whether a column must not be stored: papers' numbers, and diagnoses."""
    return any(word in heading for word in WORDS.never) or DIAGNOSES.search(heading) is not None


def fields_of(key: SheetKey) -> list[str]:
    """What a column of such a sheet may hold."""
    names = [column.name for column in BY_KEY[key].columns]
    if key != "students":
        return names
    whose = [f"{who}{field}" for who in ("家长1", "家长2", "家长3", "父亲", "母亲") for field in GUARDIAN_FIELDS]
    return [*names, "年级", *whose]
