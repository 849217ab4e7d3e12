"""A one-time code ends by itself after a few wrong tries, whatever the delays let through."""

from api.accounts.signin import delays
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from tests.accounts.test_lockout import At, at, with_code
from tests.accounts.test_signin import put_code, sealer
from tests.world import World

__all__ = ["at", "sealer"]


async def test_a_code_has_so_many_tries_after_any_delay(
    world: World, at: At, sealer: Sealer, clock: FixedClock
) -> None:
    """Of strangers together, wherever they are; and of a known device apart. Delays would let the next try through."""
    phone = world.people.mother.phone
    mother = await at("203.0.113.20")
    await put_code(world, sealer, phone, "135790")
    assert (await with_code(mother, phone, "135790")).status_code == 201
    strangers = [await at(f"203.0.113.{30 + n}") for n in range(6)]
    for on_device in (False, True):
        tries = [mother] * 6 if on_device else strangers
        await put_code(world, sealer, phone, "246810")
        for browser in tries[:5]:
            assert (await with_code(browser, phone, "000000")).status_code == 401
        clock.advance(delays.FIRST)
        assert (await with_code(tries[5], phone, "246810")).status_code == 401, "it has ended"
