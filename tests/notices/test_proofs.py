"""Signed receipts: what they say, that they verify offline, and that nothing can be altered, exchanged or repeated."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.core.sealing import Sealer
from api.core.services import Services
from api.notices.proofs import rules
from tests.cli.commands import run
from tests.counselling.desk import ok, slug, version
from tests.notices.office import Office


async def _signed(office: Office, **more: Any) -> Any:
    """A notice that mother signed for ming and, in its first edition, for hong."""
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    notice = await office.tell(who.wang, kind="sign", **more)
    await ok(await office.sign(who.mother, notice, who.hong))
    text = {"titleZh": "秋游", "bodyZh": "周六八点集合。"}
    path = f"{office.notices}/{notice['noticeId']}/correct"
    await ok(await office.world.client(who.wang).post(path, json=text, headers=version(notice["version"])))
    body = {"name": "mother", "studentIds": [str(who.ming.account_id)], "edition": 2, "agrees": True}
    await ok(await office.world.client(who.mother).post(office.own(notice, "sign"), json=body))
    return notice


async def _file(office: Office, notice: Any) -> Any:
    path = f"{office.notices}/{notice['noticeId']}/receipts/signed"
    return await ok(await office.world.client(office.world.people.wang).get(path))


EMPTY = b'{"format":"xinqiao-receipts-1","key":"","texts":[],"receipts":[]}'
EIGHTH = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
"""A point of order 8."""


def _bytes(file: Any) -> bytes:
    """A file as the service writes it."""
    return json.dumps(file, ensure_ascii=False, separators=(",", ":")).encode()


async def test_a_receipt_binds_text_edition_person_and_child(office: Office, services: Services) -> None:
    who = office.world.people
    file = await _file(office, await _signed(office))
    assert [(t["edition"], t["bodyZh"]) for t in file["texts"]] == [(1, "周五八点集合。"), (2, "周六八点集合。")]
    said = [r["statement"] for r in file["receipts"]]
    assert [(s["edition"], s["studentName"], s["act"], s["name"]) for s in said] == [
        (1, "hong", "signed", "mother"),
        (2, "ming", "signed", "mother"),
    ]
    assert {s["accountId"] for s in said} == {str(who.mother.account_id)}
    key = rules.public_key(services.sealer.receipt_seed)
    assert (file["key"], rules.find_faults(_bytes(file), key)) == (key, [])
    assert rules.find_faults(json.dumps(file, ensure_ascii=False, indent=2).encode(), key) == [], "spaces say nothing"
    other = rules.public_key(Sealer(b"x" * 32).receipt_seed)
    assert len(rules.find_faults(_bytes(file), other)) == 3, "the key in the file proves nothing"


ALTERED: list[tuple[Callable[[Any], object], str]] = [
    (lambda f: f["texts"][1].update(bodyZh="不去了。"), "Receipt 2 is to another text than the file has."),
    (
        lambda f: f["receipts"][0]["statement"].update(studentName="jun"),
        "Receipt 1 was altered, or another service signed it.",
    ),
    (
        lambda f: f["receipts"][0]["statement"].update(edition=2),
        "Receipt 1 was altered, or another service signed it.",
    ),
    (
        lambda f: f["receipts"][0].update(signature=f["receipts"][1]["signature"]),
        "Receipt 1 was altered, or another service signed it.",
    ),
    (lambda f: f["receipts"].append(f["receipts"][0]), "Receipt 3 stands in the file twice."),
    (lambda f: f["texts"].clear(), "Receipt 1 is to another text than the file has."),
    (lambda f: f["receipts"].clear(), "There is no receipt in it."),
    (
        lambda f: f["texts"].insert(0, f["texts"][0] | {"bodyZh": "不去了。"}),
        "The file has two texts of edition 1.",
    ),
    (lambda f: f["receipts"].pop(), "No receipt names the text of edition 2."),
    (lambda f: f.update(key="A" * 43 + "="), "The file names another key than the one it is verified by."),
    (lambda f: f.update(more=1), "This is not a file of receipts."),
]


@pytest.mark.parametrize(("alter", "sentence"), ALTERED)
async def test_what_was_altered_or_repeated_fails(
    office: Office, services: Services, alter: Callable[[Any], object], sentence: str
) -> None:
    file = await _file(office, await _signed(office))
    alter(file)
    assert sentence in rules.find_faults(_bytes(file), rules.public_key(services.sealer.receipt_seed))


NO_KEY = "No --key was given: the key is the one made from this installation's master key.\n"
NOT_OURS = "The file is not written as the service writes it: something stands in it twice or in another form."


async def test_a_field_that_stands_twice_is_a_fault(office: Office, services: Services) -> None:
    data = _bytes(await _file(office, await _signed(office)))
    key = rules.public_key(services.sealer.receipt_seed)
    for twice in (b'"bodyZh":"', b'"studentName":"'):
        assert rules.find_faults(data.replace(twice, twice + b'forged",' + twice, 1), key) == [NOT_OURS]


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18, 2**255 + 1, EIGHTH, 2**255 - 19 - EIGHTH])
def test_a_key_that_proves_everything_is_none(y: int) -> None:
    key = base64.b64encode(y.to_bytes(32, "little")).decode()
    assert rules.find_faults(EMPTY, key) == ["This is not a public key of receipts."]


async def test_the_command_verifies_without_a_database(office: Office, services: Services, tmp_path: Path) -> None:
    path, notice = tmp_path / "receipts.json", await _signed(office)
    at = f"{office.notices}/{notice['noticeId']}/receipts/signed"
    path.write_bytes((await office.world.client(office.world.people.wang).get(at)).content)
    file = json.loads(path.read_bytes())
    key = rules.public_key(services.sealer.receipt_seed)
    print_of_key = hashlib.sha256(base64.b64decode(key)).hexdigest()
    good = run("receipt", "verify", str(path), "--key", key, env={})
    assert (good.code, good.out.splitlines()) == (
        0,
        [
            f"Every receipt is genuine, by the key {key}.",
            f"Fingerprint of the key (SHA-256): {print_of_key}",
            "Edition 1, 秋游: 1 receipt(s)",
            "Edition 2, 秋游: 1 receipt(s)",
        ],
    )
    file["receipts"][0]["statement"]["name"] = "father"
    path.write_bytes(_bytes(file))
    bad = run("receipt", "verify", str(path), "--key", key, env={})
    assert (bad.code, bad.err) == (1, "Receipt 1 was altered, or another service signed it.\n")
    assert run("receipt", "verify", str(path), "--key", "no", env={}).code == 1
    unnamed = run("receipt", "verify", str(path), env={"XINQIAO_MASTER_KEY": base64.b64encode(bytes(32)).decode()})
    assert (unnamed.code, unnamed.out) == (1, NO_KEY)


async def test_others_get_no_receipts(office: Office) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    path = f"{office.notices}/{notice['noticeId']}/receipts/signed"
    [only] = (await ok(await world.client(who.gao).get(path)))["receipts"]
    assert (only["statement"]["act"], only["statement"]["studentName"]) == ("acknowledged", "ming")
    assert slug(await world.client(who.chen).get(path)) == (404, "not-found")
    for person in (who.lin, who.mother, who.south_admin):
        assert slug(await world.client(person).get(path)) == (403, "forbidden")


@pytest.mark.parametrize("kind", ["acknowledge", "sign"])
async def test_a_teacher_gets_the_answers_for_the_own_class(office: Office, kind: str) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True}, kind=kind)
    for guardian, child in ((who.mother, who.ming), (who.jun_mother, who.jun)):
        answered = (
            office.sign(guardian, notice, child) if kind == "sign" else office.answer(guardian, notice, "acknowledge")
        )
        await ok(await answered)
    path = f"{office.notices}/{notice['noticeId']}/receipts/signed"
    for person, children in ((who.chen, {"jun"}), (who.gao, {"ming", "jun"})):
        found = (await ok(await world.client(person).get(path)))["receipts"]
        assert {r["statement"]["studentName"] for r in found} == children


async def test_a_guardian_keeps_the_own_receipts_alone(office: Office, services: Services) -> None:
    world, who = office.world, office.world.people
    notice = await _signed(office)
    key = rules.public_key(services.sealer.receipt_seed)
    answer = await world.client(who.mother).get(office.own(notice, "receipt"))
    file = await ok(answer)
    assert rules.find_faults(answer.content, key) == []
    assert [r["statement"]["studentName"] for r in file["receipts"]] == ["hong", "ming"]
    assert slug(await world.client(who.father).get(office.own(notice, "receipt"))) == (409, "nothing-answered")
    end = "update guardianships set ended_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3"
    await world.sql(office.org_id, end, office.org_id, who.hong.account_id, who.mother.account_id, world.now)
    file = await ok(await world.client(who.mother).get(office.own(notice, "receipt")))
    assert [r["statement"]["studentName"] for r in file["receipts"]] == ["ming"], "hong is no longer theirs"
    withdraw = await office.get(who.wang, notice)
    await ok(await office.do(who.wang, withdraw, "withdraw"))
    file = await ok(await world.client(who.mother).get(office.own(notice, "receipt")))
    assert len(file["receipts"]) == 1, "the family keeps its own as the school does"
