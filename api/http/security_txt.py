"""Whom to tell of a fault: `/.well-known/security.txt` (RFC 9116), from the installation's settings."""

from datetime import UTC, datetime, timedelta

from litestar import Controller, MediaType, Response, get
from litestar.di import NamedDependency

from api.core.config import Config
from api.core.errors import NotFound
from api.core.services import Services

LIFE = timedelta(days=90)
"""RFC 9116 §2.5.5 asks for less than a year. The file is written at each request, from the settings of the day."""


class SecurityTxtController(Controller):
    """One file at the address that RFC 8615 reserves."""

    path = "/.well-known"
    include_in_schema = False

    @get("/security.txt", operation_id="securityTxt", media_type=MediaType.TEXT)
    async def security_txt(self, services: NamedDependency[Services]) -> Response[str]:
        """The contacts. 404 where the installation has named none."""
        if not services.config.security_contacts:
            raise NotFound
        text = write(services.config, services.clock.now())
        return Response(text, media_type=MediaType.TEXT, headers={"cache-control": "public, max-age=86400"})


def write(config: Config, now: datetime) -> str:
    """The file's text. `Expires` changes once a day."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {contact}" for contact in config.security_contacts]
    lines.append(f"Expires: {day + LIFE:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: zh, en")
    lines.append(f"Canonical: {config.base_url}/.well-known/security.txt")
    if config.security_policy:
        lines.append(f"Policy: {config.security_policy}")
    return "\n".join(lines) + "\n"
