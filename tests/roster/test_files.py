"""Files that are refused, each for its own reason, and the ones that are read although they look odd."""

import datetime as dt
import io
import random
import re
import struct
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.roster import errors
from api.roster.columns import BY_NAME
from api.roster.files import archive, tables, upload
from api.roster.files.tables import Unreadable, Upload
from api.roster.rules import Reading, check
from tests.roster import books


def read(data: bytes, name: str = "名单.xlsx") -> Upload:
    return upload.read(data, name)


def refused(kind: type[errors.FileRefused], data: bytes, name: str = "名单.xlsx") -> None:
    """The file is refused for exactly this reason, and both languages can say it."""
    with pytest.raises(errors.FileRefused) as caught:
        upload.read(data, name)
    assert type(caught.value) is kind
    assert caught.value.sentence("zh-CN") != caught.value.sentence("en")
    assert "{" not in caught.value.sentence("zh-CN") + caught.value.sentence("en")


GOOD = books.xlsx(books.school())


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (errors.FileEmpty, b""),
        (errors.FileEmpty, b"\r\n \n"),
        (errors.WrongType, b"%PDF-1.7 ..."),
        (errors.WrongType, b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
        (errors.WrongType, b"<html><table><tr><td>1</td></tr></table></html>"),
        (errors.WrongType, b"<?xml version='1.0'?><Workbook/>"),
        (errors.WrongType, books.zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"})),
        (errors.WrongType, books.zipped({"xl/workbook.bin": b"x", "[Content_Types].xml": b"<a/>"})),
        (errors.WrongType, books.zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
        (errors.WrongType, books.zipped({"photo.jpg": b"x"})),
        (errors.OldExcel, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        (errors.Encrypted, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
        (errors.Macros, books.zipped({**books.parts_of(GOOD), "xl/vbaProject.bin": b"x"})),
        (errors.Damaged, GOOD[: len(GOOD) // 2]),
        (errors.Damaged, books.zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<workbook>"})),
        (errors.WrongEncoding, "学号,姓名".encode("utf-16") + b"\xff"),
        (errors.WrongEncoding, b"a,\x00b"),
        (errors.WrongEncoding, "学号,姓名\n1,".encode() + b"\xff\xff\xff"),
        (errors.BrokenCsv, '学号,姓名,性别,班级\n"S1"x,王,男,"'.encode()),
        (errors.UnknownCsv, b"not a workbook"),
    ],
)
def test_refusal_by_content(kind: type[errors.FileRefused], data: bytes) -> None:
    refused(kind, data)


def test_the_name_decides_nothing() -> None:
    refused(errors.WrongType, b"%PDF-1.7", "名单.xlsx")
    assert len(read(GOOD, "名单.pdf").tables) == 4


def test_200_mb_are_refused_before_anything_is_read() -> None:
    data = bytearray(200 * 1024 * 1024)
    data[:4] = b"PK\x03\x04"
    file = bytes(data)
    started = time.process_time()
    refused(errors.FileTooLarge, file)
    assert time.process_time() - started < 1


def bomb(size: int) -> bytes:
    """A whole workbook whose shared strings unpack to `size` bytes of the same letter."""
    parts = books.parts_of(GOOD)
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    parts["xl/sharedStrings.xml"] = strings + b"a" * size + b"</t></si></sst>"
    return books.zipped(parts)


def test_a_zip_bomb_is_refused_by_what_it_declares() -> None:
    data = bomb(300_000_000)
    assert len(data) < 400_000
    tracemalloc.start()
    refused(errors.Bomb, data)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    data = bytearray(bomb(300_000_000))
    honest = struct.pack("<I", zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/sharedStrings.xml").file_size)
    assert data.count(honest) >= 1
    refused(errors.Damaged, bytes(data.replace(honest, struct.pack("<I", 1000))))


def test_unpacking_stops_at_what_is_left_whatever_was_declared() -> None:
    with zipfile.ZipFile(io.BytesIO(books.zipped({"a": b"a" * 1_000_000}))) as zipped, pytest.raises(errors.Bomb):
        archive.read_part(zipped, zipped.infolist()[0], 999_999)


def test_a_directory_of_thousands_of_parts_is_refused_unread() -> None:
    refused(errors.TooManyParts, books.zipped({f"{n}.csv": b"" for n in range(tables.MAX_PARTS + 1)}))


def test_an_encrypted_zip_says_so() -> None:
    data = bytearray(books.zipped({"学生.csv": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    refused(errors.Encrypted, bytes(data))


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, content in books.parts_of(GOOD).items():
            zipped.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate name"):
            zipped.writestr("xl/workbook.xml", b"<workbook/>")
    refused(errors.Damaged, buffer.getvalue())


def with_sheet(pattern: bytes, replacement: bytes) -> bytes:
    """GOOD with the XML of its first sheet changed."""
    parts = books.parts_of(GOOD)
    changed = re.sub(pattern, replacement, parts["xl/worksheets/sheet1.xml"], count=1)
    assert changed != parts["xl/worksheets/sheet1.xml"]
    return books.zipped({**parts, "xl/worksheets/sheet1.xml": changed})


@pytest.mark.parametrize("place", [b"XFD1048576", b"A1048576", b"XFD3", b"A30002", b"BI2"])
def test_a_lonely_far_cell_is_refused_before_memory_is_asked_for(place: bytes) -> None:
    row = re.sub(rb"\D", b"", place)
    cell = b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (row, place)
    refused(errors.TooManyRows, with_sheet(b"</sheetData>", cell))


def test_a_far_cell_in_a_sheet_that_no_contents_name_is_refused_too() -> None:
    far = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    refused(errors.TooManyRows, books.zipped({**books.parts_of(GOOD), "xl/worksheets/sheet9.xml": far}))


def test_far_cells_that_are_only_formatted_do_no_harm() -> None:
    data = with_sheet(b"</sheetData>", b'<row r="900000"><c r="A900000" s="1"/></row></sheetData>')
    assert check(read(data), "school").roster


def test_entities_are_refused() -> None:
    lol = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;">]><worksheet'
    refused(errors.Damaged, with_sheet(rb"(?s)^.*?<worksheet", lol))


@pytest.mark.parametrize("formula", [b"<f>1+1</f><v>2</v>", b'<f t="shared" si="0"/><v>2</v>', b"<f>A1</f>"])
def test_a_formula_is_refused_with_its_place(formula: bytes) -> None:
    data = with_sheet(rb'<c r="B2"[^>]*><v>\d+</v>', b'<c r="B2">' + formula)
    bad = check(read(data), "school").bad_rows
    assert (bad[0].sheet, bad[0].row, bad[0].column, bad[0].code) == ("班级", 2, "班级名称", "formula")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (13800000000.0, "13800000000"),
        (20230101.0, "20230101"),
        (113.264385, "113.264385"),
        (True, "TRUE"),
        (None, ""),
        ("　１３８ ００００　００００ ", "138 0000 0000"),
        ("\u202d13800000000\u202c", "13800000000"),
        ("七年级（３）班", "七年级(3)班"),
        ("a\r\nb", "a\nb"),
        ("𠀀㐀䶮", "𠀀㐀䶮"),
        (1.234567890123457e18, Unreadable("number_too_long")),
        (1e15, Unreadable("number_too_long")),
        (999999999999999.0, "999999999999999"),
        (dt.date(2026, 7, 3), Unreadable("date_in_text")),
        (dt.time(7, 3), Unreadable("date_in_text")),
        ("a\x01b", Unreadable("control_character")),
        ("王\ue863", Unreadable("private_character")),
        ("王\ufffd", Unreadable("private_character")),
        ("字" * 501, Unreadable("too_long")),
        ("字" * 500, "字" * 500),
    ],
)
def test_cells(raw: tables.Raw, expected: tables.Text) -> None:
    assert tables.text(raw) == expected


STUDENTS = books.school()["学生"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_every_encoding(encoding: str, delimiter: str) -> None:
    rows = [*STUDENTS, books.student("S3", "䶮㐀𠀀", "女", "七年级(1)班")]
    got = read(books.csv_text("学生", rows, delimiter).encode(encoding), "export.csv")
    assert [t.name for t in got.tables] == ["export"]
    assert got.tables[0].rows[3] == (4, ["S3", "䶮㐀𠀀", "女", "七年级(1)班", *[""] * 13])


@pytest.mark.parametrize("sheet", ["班级", "学生", "家长", "教职工"])
def test_a_single_csv_is_known_by_its_headings(sheet: str) -> None:
    got = check(read(books.csv_text(sheet, books.school()[sheet]).encode(), "a.csv"), "school")
    assert [one.key for one in got.sheets] == [BY_NAME[sheet].key]


def test_csv_cells_that_a_spreadsheet_would_run_or_shorten() -> None:
    text = books.csv_text("学生", [["=1+1", "王小明", "男", "1.23E+17"], ["S2", "-王", "男", "@x"]])
    bad = check(read(text.encode(), "学生.csv"), "school", reading=Reading(school_year=2026)).bad_rows
    assert [(b.row, b.column, b.code) for b in bad][:2] == [(2, "学号", "formula"), (2, "班级", "digits_lost")]


def test_csv_beyond_the_limits() -> None:
    refused(errors.TooManyRows, books.csv_text("班级", [["一"] * 3] * (tables.MAX_ROWS + 1)).encode(), "a.csv")
    refused(errors.TooManyRows, books.csv_text("班级", [["一"] * (tables.MAX_COLUMNS + 1)]).encode(), "a.csv")


@pytest.mark.parametrize("flagged", [True, False])
def test_a_zip_of_csv_is_a_whole_roster(flagged: bool) -> None:
    parts = {f"名单/{name}.csv": books.csv_text(name, rows).encode("gb18030") for name, rows in books.school().items()}
    parts |= {"__MACOSX/._学生.csv": b"\0\1"}
    data = books.zipped(parts)
    if not flagged:  # Windows: names in GB18030, and nobody says so
        native = {f"{at}".ljust(len(name.encode("gb18030")), "x"): name for at, name in enumerate(parts)}
        data = books.zipped({stand_in: parts[name] for stand_in, name in native.items()})
        for stand_in, name in native.items():
            data = data.replace(stand_in.encode(), name.encode("gb18030"))
    got = read(data)
    assert check(got, "school").roster == books.checked(books.school()).roster


def test_a_panic_inside_the_parser_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):  # its name in Python
        """As Rust's reaches Python: no Exception."""

    def panic(_: object) -> None:
        raise PanicException

    monkeypatch.setattr(
        "api.roster.files.values.CalamineWorkbook", type("Book", (), {"from_filelike": staticmethod(panic)})
    )
    refused(errors.Damaged, GOOD)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_broken_workbooks_never_do_worse_than_a_refusal(seed: int, hits: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    parts = books.parts_of(GOOD)
    name = chance.choice([n for n in parts if n.endswith((".xml", ".rels"))])
    content = bytearray(parts[name])
    for _ in range(hits):
        at = chance.randrange(len(content))
        content[at : at + chance.randrange(3)] = bytes(
            chance.choice(b'<>/"=&A91 \xff\x00') for _ in range(chance.randrange(3))
        )
    data = bytearray(books.zipped({**parts, name: bytes(content)}))
    if chance.random() < 0.3:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    try:
        check(upload.read(bytes(data), "名单.xlsx"), "school")
    except errors.FileRefused:
        return
