"""Bulletins on the first screen."""

from collections.abc import Sequence

from api.bulletins import actions, service
from api.core import access
from api.core.first_screen import HomePart, ScreenFields
from schemas.bulletins.home import HomeBulletins
from schemas.bulletins.wire import Bulletin


def _combined(found: Sequence[list[Bulletin]]) -> HomeBulletins:
    return HomeBulletins(bulletins=[bulletin for bulletins in found for bulletin in bulletins])


HOME = (
    HomePart(
        read=service.list_first,
        nothing=list[Bulletin](),
        asked=lambda actor: bool(access.scopes(actor, actions.BULLETIN_READ)),
        screen=ScreenFields(shape=HomeBulletins, of=_combined),
    ),
)
