"""The template that schools are handed: what is in it is what the importer wants back."""

import re

import pytest

from api.roster.columns import SHEETS, sheets_of
from api.roster.files import template, upload
from api.roster.rules import check
from api.roster.values import OrgKind
from tests.roster import books


@pytest.mark.parametrize("kind", ["school", "bureau", "centre"])
def test_headings_are_those_the_importer_reads(kind: OrgKind) -> None:
    got = check(upload.read(template.template(kind), "模板.xlsx"), kind)
    assert [b.code for b in got.bad_rows] == ["sheet_empty"]
    assert [(one.key, [c.field for c in one.columns]) for one in got.sheets] == [
        (s.key, [c.name for c in s.columns]) for s in sheets_of(kind)
    ]


def test_what_is_filled_in_comes_back() -> None:
    book = books.school()
    data = template.workbook("school", {s.key: book[s.name] for s in SHEETS})
    assert check(upload.read(data, ""), "school").roster == books.checked(book).roster


def test_helps_for_filling_in() -> None:
    parts = {k: v.decode() for k, v in books.parts_of(template.template("school")).items() if k.endswith(".xml")}
    students = parts["xl/worksheets/sheet2.xml"]
    assert 'state="frozen"' in students
    assert '<formula1>"男,女"</formula1>' in students
    styles = re.findall(r'<col min="1" max="1"[^>]*style="(\d+)"', students)
    formats = re.findall(r"<xf [^>]*>", parts["xl/styles.xml"].partition("<cellXfs")[2])
    assert 'numFmtId="49"' in formats[int(styles[0])]  # 49 is text
    guide = parts["xl/sharedStrings.xml"]
    assert "填写说明" in guide
    assert "How to fill this in" in guide


def test_the_template_holds_no_formula() -> None:
    assert all(b"<f>" not in content for content in books.parts_of(template.template("school")).values())
