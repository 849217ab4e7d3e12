"""Single cells: text to value, or a reason why not. A row collects what is wrong with it instead of stopping."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from api.core import phones
from api.roster.columns import Sheet, class_name
from api.roster.files.tables import Text, Unreadable
from api.roster.values import BLANK, DIAGNOSES, NO, NONE, RELATION_CHOICES, RELATIONS, SEXES, YES
from schemas.roster.rows import BadRow, Home, Relation, Sex

KEPT = 1000  # bad rows that are listed; all are counted

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_/-]{0,31}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_YEAR = re.compile(r"(20\d\d)(?:\s*[-–—~/至]\s*(20\d\d|\d\d))?\s*(?:学年|年)?", re.ASCII)
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅", "·"))


@dataclass(slots=True)
class Faults:
    """What is wrong, in the order of finding; beyond KEPT it is only counted."""

    rows: list[BadRow] = field(default_factory=list[BadRow])
    count: int = 0

    def add(self, sheet: str, row: int, column: str, code: str, **params: object) -> None:
        """Notes one fault; values are shortened, since they are shown again."""
        shown = {k: str(v)[:60] if k == "value" else str(v) for k, v in params.items()}
        self.extend([BadRow(sheet=sheet, row=row, column=column, code=code, params=shown)])

    def extend(self, more: Iterable[BadRow]) -> None:
        for bad in more:
            self.count += 1
            if len(self.rows) < KEPT:
                self.rows.append(bad)


class Row:
    """One row of a sheet. Reading a value notes its fault and returns None."""

    def __init__(self, sheet: Sheet, number: int, cells: dict[str, Text], faults: Faults) -> None:
        self.sheet = sheet
        self.number = number
        self._cells = cells
        self._faults = faults

    def fault(self, column: str, code: str, **params: object) -> None:
        """Notes that something in this row is wrong."""
        self._faults.add(self.sheet.name, self.number, column, code, **params)

    def lines(self, column: str) -> str | None:
        """The cell with its line breaks; None when it was refused already."""
        cell = self._cells.get(column, "")
        return cell if isinstance(cell, str) else None

    def text(self, column: str, *, must: bool = False, most: int = 200) -> str | None:
        """The cell in one line."""
        cell = self.lines(column)
        if cell is None:
            return None
        cell = " ".join(cell.split())
        if must and not cell:
            return self.fault(column, "required")
        if len(cell) > most:
            return self.fault(column, "too_long", limit=most)
        return cell

    def filled(self, column: str) -> bool:
        """Whether the cell says anything. A blank one leaves what is stored as it is."""
        return self.text(column) not in BLANK

    def check_diagnoses(self) -> None:
        """No cell of a student or guardian may name a diagnosis; one that does is not read further."""
        for column in self.sheet.columns:
            if found := DIAGNOSES.search(self.lines(column.name) or ""):
                self.fault(column.name, "diagnosis_value", value=found.group())
                self._cells[column.name] = Unreadable("diagnosis_value")

    def name(self, column: str) -> str | None:
        """A person's name: letters of any script, middle dots, hyphens, apostrophes and spaces."""
        name = self.text(column, must=True, most=50)
        if name is None:
            return None
        name = name.translate(_DOTS)
        name = name if name.isascii() else name.replace(" ", "")
        if not any(c.isalpha() for c in name) or not all(_in_name(c) for c in name):
            return self.fault(column, "name_wrong", value=name)
        return name

    def number_of(self, column: str) -> str | None:
        """A student or staff number; `a1` and `A1` are one, as nobody tells them apart when signing in."""
        number = self.text(column, must=True)
        if number is None:
            return None
        if not _NUMBER.fullmatch(number):
            return self.fault(column, "number_wrong", value=number)
        return number.upper()

    def sex(self, column: str) -> Sex | None:
        cell = self.text(column, must=True)
        if cell is None:
            return None
        if cell in SEXES:
            return "male" if SEXES[cell] == "male" else "female"
        return self.fault(column, "sex_wrong", value=cell)

    def year(self, column: str) -> int | None:
        """A school year: 2026, 2026-2027, 2026-2027学年."""
        cell = self.text(column, must=True)
        if cell is None:
            return None
        found = _YEAR.fullmatch(cell)
        if not found or (found[2] and int(found[2]) % 100 != (int(found[1]) + 1) % 100):
            return self.fault(column, "year_wrong", value=cell)
        return int(found[1])

    def class_name(self, column: str, *, must: bool) -> str | None:
        cell = self.text(column, must=must, most=40)
        if not must and (cell in BLANK or cell == NONE):
            return ""
        return None if cell is None else class_name(cell)

    def flag(self, column: str) -> bool | None:
        """Yes or nothing; any other word is refused, also one that would say more."""
        cell = self.text(column)
        if cell is None:
            return None
        if cell.lower() in YES:
            return True
        if cell.lower() in NO or cell in BLANK:
            return False
        return self.fault(column, "flag_wrong", value=cell)

    def phone(self, column: str) -> str | None:
        """A mainland mobile number as 11 digits, however it is written."""
        cell = self.text(column, must=True)
        if cell is None:
            return None
        digits = phones.find_mobile(cell)
        return self.fault(column, "phone_wrong", value=cell) if digits is None else digits

    def email(self, column: str) -> str | None:
        cell = self.text(column, most=254)
        if cell and not _EMAIL.fullmatch(cell):
            return self.fault(column, "email_wrong", value=cell)
        return cell

    def relation(self, column: str) -> Relation | None:
        cell = self.text(column, must=True)
        if cell is None:
            return None
        if cell in RELATIONS:
            return RELATIONS[cell]
        return self.fault(column, "relation_wrong", value=cell, choices="、".join(RELATION_CHOICES))

    def order(self, column: str) -> int | None:
        """1 to 9; 0 when empty."""
        cell = self.text(column)
        if cell and not (cell.isascii() and cell.isdigit() and 1 <= int(cell) <= 9):
            return self.fault(column, "order_wrong", value=cell)
        return None if cell is None else int(cell or 0)

    def home(self) -> Home | None:
        """Address and place, if given; 无 is no address."""
        address = self.text("家庭住址")
        if address in BLANK or address == NONE:
            address = ""
        longitude, latitude = self._degrees("经度", 73, 136, "113.264385"), self._degrees("纬度", 3, 54, "23.129112")
        if (self.lines("经度") == "") != (self.lines("纬度") == ""):
            self.fault("经度", "place_half")
        if not address and longitude is None and latitude is None:
            return None
        return Home(address=address or "", longitude=longitude, latitude=latitude)

    def _degrees(self, column: str, low: float, high: float, example: str) -> float | None:
        cell = self.text(column)
        if not cell:
            return None
        value = float(cell) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,16})?", cell) else 0.0
        if not low <= value <= high:
            return self.fault(column, "place_wrong", value=cell, example=example)
        return round(value, 6)

    def items(self, column: str) -> list[str]:
        """Several entries in one cell."""
        items = (" ".join(i.split()) for i in re.split(r"[;,、\n]", self.lines(column) or ""))
        return [item for item in items if item not in BLANK and item != NONE]


def _in_name(c: str) -> bool:
    return c.isalpha() or c in "·-.' ’" or unicodedata.category(c).startswith("M")
