"""Where the installation has a virus scanner, a PDF file is kept only after it found nothing in it."""

import dataclasses
from collections.abc import AsyncGenerator

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.services import Services
from api.notices.files import scanning
from api.notices.files.room import Room
from tests.counselling.desk import slug
from tests.doubles.clamd import EICAR, ClamdDouble
from tests.notices.office import Office
from tests.notices.test_files import PDF, photo, stored, try_upload

INFECTED = b"%PDF-1.7\n" + EICAR + b"\n%%EOF\n"


@pytest.fixture
async def scanner(app: Litestar, services: Services) -> AsyncGenerator[ClamdDouble]:
    async with ClamdDouble() as double:
        app.state["services"] = _with(services, double.url)
        yield double
    app.state["services"] = services


def _with(services: Services, url: str) -> Services:
    return dataclasses.replace(services, config=msgspec.structs.replace(services.config, scanner_url=url))


async def _upload(office: Office, data: bytes, name: str = "回执.pdf") -> httpx.Response:
    return await try_upload(office, office.world.people.wang, data, name)


async def test_a_file_with_a_virus_is_not_kept(office: Office, scanner: ClamdDouble) -> None:
    before = await stored(office)
    refused = await _upload(office, INFECTED)
    assert slug(refused) == (422, "notice-file-infected")
    assert await stored(office) == before
    assert (await _upload(office, PDF)).status_code == 201
    assert scanner.scanned == [INFECTED, PDF]


@pytest.mark.parametrize(
    "answer", [None, "stream: Can't allocate memory ERROR", "INSTREAM size limit exceeded. ERROR", "?"]
)
async def test_what_was_not_said_to_be_clean_is_not_kept(
    office: Office, scanner: ClamdDouble, answer: str | None
) -> None:
    before, scanner.answer = await stored(office), answer
    refused = await _upload(office, PDF)
    assert slug(refused) == (503, "scanner-silent")
    assert await stored(office) == before


async def test_a_scanner_that_is_not_there_keeps_pdf_files_out_and_no_pictures(
    office: Office, app: Litestar, services: Services
) -> None:
    async with ClamdDouble() as double:
        gone = double.url
    app.state["services"] = _with(services, gone)
    assert slug(await _upload(office, PDF)) == (503, "scanner-silent")
    assert (await _upload(office, photo(), "春游.jpg")).status_code == 201, "a picture is encoded again"
    app.state["services"] = services


async def test_scans_wait_for_their_turn_and_the_line_ends(
    office: Office, scanner: ClamdDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "room", Room(of_school=0))
    assert slug(await _upload(office, PDF)) == (503, "pictures-busy")
    monkeypatch.undo()
    assert (await _upload(office, PDF)).status_code == 201


async def test_a_file_goes_to_the_scanner_in_large_pieces(scanner: ClamdDouble) -> None:
    data = PDF + bytes(3 * scanning.PIECE)
    await scanning.scan(scanner.url, 1, data)
    assert (scanner.scanned, scanner.pieces) == ([data], -(-len(data) // scanning.PIECE))
