"""Single cells: text to value, or a reason why not. A row collects what is wrong with it instead of stopping."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import msgspec

from api.core import phones
from api.core.login_addresses import find_mail, unfit
from api.core.name_folding import fold_name
from api.roster.columns import Sheet, class_name
from api.roster.files.tables import Text, Unreadable
from api.roster.values import BLANK, DIAGNOSES, NONE, PLACES, RELATION_CHOICES, SEXES
from api.roster.words import NO_WORDS, WORDS, Own, folded
from schemas.roster.rows import Ask, BadRow, FaultGroup, Home, Relation, Sex, WordKind

Place = tuple[str, int]
"""The name of a table, and the number of a row in it."""
KEPT = 1000  # bad rows that are listed; all are counted
MAX_ASKS = 60  # questions of one reading; what is left is asked once these are settled
MAX_CHOICES = 100  # of one question: a file of many classes must not multiply with its unknown names

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_/-]{0,31}")
_YEAR = re.compile(r"(20\d\d)(?:\s*[-–—~/至]\s*(20\d\d|\d\d))?\s*(?:学年|年)?", re.ASCII)
_CROSSES = frozenset("×✗")


@dataclass(slots=True)
class Faults:
    """What is wrong, in the order of finding; beyond `most` it is only counted. Also what is said, and what a person is to settle."""

    most: int = KEPT
    rows: list[BadRow] = field(default_factory=list[BadRow])
    count: int = 0
    groups: dict[tuple[str, str, str], FaultGroup] = field(default_factory=dict[tuple[str, str, str], FaultGroup])
    notes: list[BadRow] = field(default_factory=list[BadRow])
    asks: dict[tuple[str, str], Ask] = field(default_factory=dict[tuple[str, str], Ask])
    later: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def add(self, sheet: str, row: int, column: str, code: str, **params: object) -> None:
        """Notes one fault; values are shortened, since they are shown again."""
        shown = {k: str(v)[:60] if k == "value" else str(v) for k, v in params.items()}
        bad = BadRow(sheet=sheet, row=row, column=column, code=code, params=shown)
        self.count += 1
        if len(self.rows) < self.most:
            self.rows.append(bad)
        before = self.groups.get((sheet, column, code)) or FaultGroup(first=bad, count=0, rows=[], values=[])
        self.groups[sheet, column, code] = before.with_one(row, shown.get("value", ""))

    def sort(self, sheets: Sequence[str]) -> None:
        """Puts them in the order of the file: a person mends it from top to bottom."""
        place = {name: at for at, name in enumerate(sheets)}
        self.rows.sort(key=lambda bad: (place.get(bad.sheet, -1), bad.row))
        groups = sorted(self.groups.items(), key=lambda one: (place.get(one[0][0], -1), min(one[1].rows, default=0)))
        self.groups = dict(groups)

    def note(self, sheet: str, code: str, items: Sequence[str] = (), **params: object) -> None:
        """Says something that is no fault; counts of one kind are added up. `items`: what it says it of, each in a line of its own."""
        for at, note in enumerate(self.notes):
            if (note.sheet, note.code) == (sheet, code) and "count" in params:
                total = {"count": str(int(note.params["count"]) + int(str(params["count"])))}
                self.notes[at] = msgspec.structs.replace(note, params=total)
                return
        shown = {k: str(v) for k, v in params.items()}
        self.notes.append(BadRow(sheet=sheet, row=0, column="", code=code, params=shown, items=list(items)))

    def ask(self, kind: WordKind, word: str, meaning: str | None, choices: Callable[[], list[str]]) -> None:
        """Has a person settle what a word means, once for all its rows. `meaning`: what it seems to mean.

        Beyond MAX_ASKS a word waits for the next reading: with any question open, nothing is applied.
        """
        if before := self.asks.get((kind, word)):
            self.asks[kind, word] = msgspec.structs.replace(before, count=before.count + 1)
        elif len(self.asks) < MAX_ASKS:
            offered = choices()[:MAX_CHOICES]
            self.asks[kind, word] = Ask(kind=kind, word=word[:60], meaning=meaning, count=1, choices=offered)
        else:
            self.later.add((kind, word))

    def note_later(self) -> None:
        """Says how many questions wait for the next reading."""
        if self.later:
            self.note("", "asks_later", count=len(self.later))


class Row:
    """One row of a sheet. Reading a value notes its fault and returns None. `cells` holds the filled ones alone: rows are many."""

    __slots__ = ("_cells", "_faults", "_shown", "columns", "number", "own", "place", "sheet", "table")

    def __init__(
        self,
        sheet: Sheet,
        number: int,
        cells: dict[str, Text],
        faults: Faults,
        table: str,
        shown: Mapping[str, str],
        columns: frozenset[str],
        own: Own = NO_WORDS,
    ) -> None:
        self.sheet = sheet
        self.number = number
        self.table = table
        self.place: Place = (table, number)
        self.columns = columns
        self.own = own
        self._cells = cells
        self._faults = faults
        self._shown = shown

    def ask(self, kind: WordKind, word: str, meaning: str | None, choices: Callable[[], list[str]]) -> None:
        """Has a person settle what a word of this row means."""
        self._faults.ask(kind, word, meaning, choices)

    def meaning(self, kind: WordKind, word: str, choices: list[str]) -> str | None:
        """What a word means to this school, or to all. One that gives rights, or is not known, is asked about."""
        plain = folded(word)
        if (settled := self.own.get((kind, plain))) is not None:
            return settled
        if (known := WORDS.values[kind].get(plain)) is not None:
            return known
        guess = WORDS.asks.get(kind, {}).get(plain)
        self.ask(kind, plain, guess, lambda: choices)
        return guess

    def fault(self, column: str, code: str, **params: object) -> None:
        """Notes that something in this row is wrong."""
        self._faults.add(self.table, self.number, self._shown.get(column, column), code, **params)

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
        """No cell of a student or guardian may name a diagnosis; one that does is not read further.

        An address may lie in 诊断路 or beside a hospital.
        """
        said = {column.name: self.lines(column.name) or "" for column in self.sheet.columns}
        if "家庭住址" in said:
            said["家庭住址"] = PLACES.sub("", said["家庭住址"])
        if not DIAGNOSES.search("\n".join(said.values())):  # nearly every row: one search for all of its cells
            return
        for name, text in said.items():
            if found := DIAGNOSES.search(text):
                self.fault(name, "diagnosis_value", value=found.group())
                self._cells[name] = Unreadable("diagnosis_value")

    def name(self, column: str) -> str | None:
        """A person's name: letters of any script, middle dots, hyphens, apostrophes and spaces."""
        name = self.text(column, must=True, most=50)
        if name is None:
            return None
        return folded_name(name) or self.fault(column, "name_wrong", value=fold_name(name))

    def number_of(self, column: str) -> str | None:
        """A student or staff number; `a1` and `A1` are one, as nobody tells them apart when signing in."""
        number = self.text(column, must=True)
        if number is None:
            return None
        return folded_number(number) or self.fault(column, "number_wrong", value=number)

    def sex(self, column: str, before: Sex | None) -> Sex | None:
        """`before`: of somebody who is here, whom a blank cell leaves as they are."""
        cell = self.text(column, must=before is None)
        if not cell:
            return before
        found = self.meaning("sex", cell, list(SEXES.values()))
        if found is None:
            return self.fault(column, "sex_wrong", value=cell)
        return "male" if found == "male" else "female"

    def year(self, column: str) -> int | None:
        """A school year: 2026, 2026-2027, 2026-2027学年."""
        cell = self.text(column, must=True)
        if cell is None:
            return None
        found = _YEAR.fullmatch(cell)
        if not found or (found[2] and int(found[2]) % 100 != (int(found[1]) + 1) % 100):
            return self.fault(column, "year_wrong", value=cell)
        return int(found[1])

    def class_name(self, column: str) -> str | None:
        """The name of a class."""
        cell = self.text(column, must=True, most=40)
        return None if cell is None else class_name(cell)

    def flag(self, column: str) -> bool | None:
        """Yes or nothing; any other word is refused, also one that would say more."""
        cell = self.text(column)
        if cell is None:
            return None
        plain = folded(cell)
        if plain in WORDS.columns.get(column, ()) or WORDS.values["yes"].get(plain) == "yes":
            return True
        if cell in BLANK or cell in _CROSSES or WORDS.values["yes"].get(plain) == "no":
            return False
        return self.fault(column, "flag_wrong", value=cell)

    def phone(self, column: str, *, must: bool = True) -> str | None:
        """A mobile number as it is stored, however it is written: 11 digits, or E.164 of another country or region. Empty for none."""
        cell = self.text(column, must=must)
        if cell is None:
            return None
        if not must and (cell in BLANK or cell == NONE):
            return ""
        digits = phones.find_number(cell)
        return self.fault(column, "phone_wrong", value=cell) if digits is None else digits

    def email(self, column: str) -> str | None:
        """An email address as it is stored. Empty for none."""
        cell = self.text(column, most=254)
        if cell is None or cell in BLANK or cell == NONE:
            return None if cell is None else ""
        return find_mail(cell) or self.fault(column, "email_wrong", value=cell)

    def login(self, column: str, mail: str) -> str | None:
        """An email address that the person is known by, having no phone."""
        why = unfit(mail)
        return self.fault(column, f"email_{why}", value=mail) if why else mail

    def relation(self, column: str) -> Relation | None:
        cell = self.text(column, must=True)
        if cell is None:
            return None
        found = self.meaning("relation", cell, list(get_args(Relation)))
        if found is None:
            return self.fault(column, "relation_wrong", value=cell, choices="、".join(RELATION_CHOICES))
        return msgspec.convert(found, Relation)

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


def folded_name(text: str) -> str | None:
    """A person's name as it is stored; None for what is no name."""
    name = fold_name(text)
    if not any(c.isalpha() or c == "〇" for c in name) or not all(_in_name(c) for c in name):
        return None
    return name


def folded_number(text: str) -> str | None:
    """A student or staff number as it is stored; None for what is none."""
    return text.upper() if _NUMBER.fullmatch(text) else None


def _in_name(c: str) -> bool:
    return c.isalpha() or c in "·-.' ’()" or unicodedata.category(c)[0] == "M" or c == "〇"
