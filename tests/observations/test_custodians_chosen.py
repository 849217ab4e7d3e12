"""Who is no second custodian for a report, since whom it is about chose them."""

from tests.observations.desk import ok, slug
from tests.observations.test_disclosures import DAY, Custodians, two

__all__ = ["two"]


async def test_whom_it_concerns_chose_no_second_custodian(two: Custodians) -> None:
    """Wang, whom the report is about, made He a custodian: He is none for it, and there is no other."""
    desk, who = two.desk, two.who
    disclosure = await two.ask()
    words = "update staff set role_by = $3, role_at = $4 where org_id = $1 and staff_id = $2"
    args = (desk.org_id, who.he.account_id, who.wang.account_id, desk.world.now - 9 * DAY)
    await desk.world.sql(desk.org_id, words, *args)
    assert slug(await two.get(who.he, disclosure)) == (404, "not-found")
    assert slug(await two.post(who.he, disclosure, "agree")) == (404, "not-found")
    await ok(await two.post(who.lin, disclosure, "withdraw"))
    assert slug(await two.asked()) == (409, "second-custodian-needed")
