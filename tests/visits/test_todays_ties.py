"""Rights are checked when telling: whoever lost a tie after something was planned is told nothing of it any more."""

from datetime import time, timedelta

import pytest

from api.core.clock import FixedClock
from api.core.feature import Feature, Registry, WithoutAudience
from api.features import FEATURES
from schemas.messages.templates import Template, Words
from schemas.visits.messages import VisitParams
from tests.counselling.desk import ok
from tests.visits.family import DAY, HOUR, THURSDAY
from tests.visits.test_followed import Town, team, town
from tests.world import Person

__all__ = ["team", "town"]
END_TIE = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2 returning 1"
END_STAFF = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2 returning 1"


async def end(town: Town, statement: str, person: Person) -> None:
    """The roster changes, and nothing else."""
    at = town.family.world.now
    assert await town.city.rows(statement, town.family.org_id, person.account_id, at)


async def sms_to(town: Town, person: Person) -> int:
    """How many messages a person got."""
    return len(
        await town.city.rows("select 1 from deliveries where account_id = $1 and channel = 'sms'", person.account_id)
    )


async def test_a_guardian_whose_tie_ended_gets_no_reminder(
    town: Town, team: tuple[Person, ...], clock: FixedClock
) -> None:
    mother = town.family.world.people.mother
    await town.family.agreed(THURSDAY, *team)
    await town.work()
    before, wang = await sms_to(town, mother), await sms_to(town, team[0])
    await end(town, END_TIE, mother)
    clock.advance(THURSDAY - DAY - clock.now())
    await town.work()
    assert (await sms_to(town, mother), await sms_to(town, team[0])) == (before, wang + 1)


async def test_a_guardian_whose_tie_ended_does_not_learn_that_it_was_cancelled(
    town: Town, team: tuple[Person, ...]
) -> None:
    family, mother = town.family, town.family.world.people.mother
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    await end(town, END_TIE, mother)
    await ok(await family.do(team[0], visit, "cancel", 2))
    await town.work()
    assert town.mails() == {(name, "CANCEL", 1) for name in ("father", "wang", "lin")}
    [row] = await town.city.rows(
        "select unsent from calendar_invites where event_id = $1::uuid and account_id = $2", visit, mother.account_id
    )
    assert row["unsent"] == "not_allowed"


async def test_a_colleague_who_left_is_told_nothing(town: Town, team: tuple[Person, ...]) -> None:
    family, who = town.family, town.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    before = await sms_to(town, who.lin)
    await end(town, END_STAFF, who.lin)
    await ok(await family.do(who.mother, visit, "cancel", 2))
    await town.work()
    assert town.mails() == {(name, "CANCEL", 1) for name in ("father", "mother", "wang")}
    assert await sms_to(town, who.lin) == before


async def test_quiet_hours_do_not_swallow_a_cancellation(
    town: Town, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family, who = town.family, town.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    clock.advance(THURSDAY - 2 * HOUR - clock.now())
    await town.work()
    # Father is quiet from two hours before the visit until an hour after it.
    begins, ends = ((THURSDAY + timedelta(hours=8 + h)).time() for h in (-2, 1))
    await family.world.operate(
        0,
        "select account_set($1, 'zh-CN', $2, $3, '{sms}', false, $4)",
        who.father.account_id,
        begins,
        ends,
        clock.now(),
    )
    before = await sms_to(town, who.father)
    await ok(await family.do(who.mother, visit, "cancel", 2))
    await town.work()
    assert (begins, ends) == (time(17), time(20))
    assert await sms_to(town, who.father) == before + 1


def test_a_template_about_something_says_whom_it_concerns() -> None:
    words = Words("题", "文")
    template = Template(params=VisitParams, about=("visit", "visit_id"), confidential=False, zh=words, en=words)
    with pytest.raises(WithoutAudience, match="'new_text'"):
        Registry((*FEATURES, Feature(name="new", templates={"new_text": template})))
