"""What bulletins add to the first screen."""

import msgspec

from schemas.bulletins.wire import Bulletin


class HomeBulletins(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`bulletins`: the latest that show today."""

    bulletins: list[Bulletin]
