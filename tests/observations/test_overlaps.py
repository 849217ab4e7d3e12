"""No value of a report's row in the mailbox stands in what the report becomes, nor leads from a report to its observer."""

import base64
from uuid import UUID

import pytest

from api.core.services import Services
from api.observations.mailbox import service as mailbox
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import Desk, ok
from tests.observations.linking.overlaps import Whole, dump_whole, reached, shared
from tests.observations.test_disclosures import Custodians
from tests.observations.test_filing import own
from tests.servers import Database
from tests.world import Person


async def look(desk: Desk, by: Person) -> None:
    await ok(await desk.world.client(by).get(f"{desk.reports}/form"))


async def test_a_dump_within_the_hour_and_one_after_it_share_no_value(desk: Desk, database: Database) -> None:
    """The dump within the hour has the order in which rows were written: who looked, who filed."""
    who, key = desk.world.people, "filed-between-two-looks"
    await desk.empty_mailbox()
    before = await dump_whole(database)
    await look(desk, who.ming)
    filed = await ok(await desk.file(who.ming, key=key, waits=True), 201)
    assert await ok(await desk.file(who.ming, key=key, waits=True), 201) == filed
    await own(desk, who.ming)
    await ok(await desk.file(who.wang, waits=True, classId=str(desk.world.north_a)), 201)
    within = await dump_whole(database)
    await desk.empty_mailbox()
    after = await dump_whole(database)
    assert any(row.table == "observation_receipts" for row in after)
    assert shared(within.keys() - before.keys(), after.keys() - within.keys(), before) == {}


@pytest.mark.parametrize("urgent", [False, True])
async def test_no_chain_of_values_leads_from_a_report_to_its_observer(
    desk: Desk, database: Database, urgent: bool
) -> None:
    who, key = desk.world.people, "filed-by-a-member"
    before = await dump_whole(database)
    filed = await ok(await desk.file(who.ming, key=key, waits=True, urgent=urgent), 201)
    within = await dump_whole(database)
    await desk.empty_mailbox()
    await ok(await desk.file(who.ming, key=key, waits=True, urgent=urgent), 201)
    await ok(await desk.get(who.wang, filed["observationId"]))
    await own(desk, who.ming)
    after = await dump_whole(database)
    rows = [row for row in within | after if row not in before]
    found = reached(UUID(filed["observationId"]).bytes, rows, before)
    assert {"observations", "observation_receipts", "vault_records", "observation_openings"} <= {r.table for r in found}
    assert [row for row in found if who.ming.account_id in dict(row.values).values()] == []


async def test_no_chain_leads_from_a_disclosure_to_the_observer(
    desk: Desk, database: Database, city: City, services: Services
) -> None:
    """Two custodians learn who it was; what they leave says that they did, not who."""
    who = desk.world.people
    await desk.give_role(who.lin, "counsellor", "custodian")
    before = await dump_whole(database)
    two = Custodians(desk, city, services, await desk.filed(who.ming, aboutStaffId=str(who.wang.account_id)))
    disclosure = await two.agreed()
    await city.work(HANDLERS)
    assert (await ok(await two.get(who.lin, disclosure, "/observer")))["name"] == who.ming.name
    assert (await own(desk, who.ming))[0]["disclosedOn"] is not None
    rows = [row for row in await dump_whole(database) if row not in before]
    found = reached(UUID(two.observation).bytes, rows, before)
    assert {"observer_disclosures", "observations", "messages"} <= {row.table for row in found}
    assert [row for row in found if who.ming.account_id in dict(row.values).values()] == []


def slot_of_before(_: object, receipt: bytes) -> UUID:
    return UUID(bytes=receipt[:16], version=4)


async def test_a_report_that_waits_in_a_slot_of_before_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    who, key = desk.world.people, "filed-before-the-change"
    with monkeypatch.context() as earlier:
        earlier.setattr(mailbox, "_slot", slot_of_before)
        filed = await ok(await desk.file(who.ming, key=key, waits=True), 201)
    assert await ok(await desk.file(who.ming, key=key, waits=True), 201) == filed
    assert [one["observationId"] for one in await own(desk, who.ming)] == [filed["observationId"]]
    await desk.empty_mailbox()
    assert await desk.listed(who.wang) == [filed["observationId"]]


DIGEST = bytes(range(100, 132))


@pytest.mark.parametrize(
    "spelled",
    [
        DIGEST[8:16],
        UUID(bytes=DIGEST[:16], version=4),
        UUID(bytes=DIGEST[3:19], version=5),
        f"key:{DIGEST[:8].hex()}",
        base64.urlsafe_b64encode(DIGEST).decode(),
        f'{{"id": "{UUID(bytes=DIGEST[:16], version=4)}"}}',
        (b"other", DIGEST[16:]),
    ],
)
def test_a_part_is_found_however_it_is_spelled(spelled: object) -> None:
    some, other = Whole("a", (("x", DIGEST),)), Whole("b", (("y", spelled),))
    assert set(shared([some], [other], [])) == {(("a", "x"), ("b", "y"))}
    assert shared([some], [other], [some]) == {}
    assert reached(DIGEST, [other, some], []) == [other, some]
