"""Route of the first screen."""

from collections.abc import Sequence
from typing import Any

from litestar import Controller, get
from litestar.di import NamedDependency

from api.core.access import ME
from api.core.first_screen import AnyHomePart
from api.home import service, shape
from api.home.service import Asked
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner


def home_controller(parts: Sequence[AnyHomePart]) -> type[Controller]:
    """The controller of the first screen, whose answer has the fields that the features add."""
    screen = shape.compose(parts)
    answer: Any = screen.home

    class HomeController(Controller):
        """The first screen."""

        path = "/me/home"
        opt = NEUTRAL
        tags = ("Yourself",)

        @get(operation_id="getHome", opt={"action": ME})
        async def get_home(self, runner: NamedDependency[RequestRunner]) -> answer:  # pyright: ignore
            """Returns everything that the first screen shows.

            These are your organisations and children, what waits for you, and what comes next.
            """
            session, shares = await runner.session_and_each_org(service.get_share, screen)
            asked = Asked(
                account_id=session.account_id,
                language=session.language,
                assurance=session.assurance,
                has_secret=session.has_secret,
                has_totp=session.has_totp,
                passkeys=session.passkeys,
                recent_resets=session.recent_resets,
                closed_until=session.closed_until,
                number_closed_until=session.number_closed_until,
            )
            return service.combine(screen, asked, shares)

    return HomeController
