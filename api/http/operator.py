"""Pages for the installation's operator: they need a secret, and are not there for anybody else."""

from hmac import compare_digest
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from api.core.config import Config
from api.core.errors import NotFound

Connection = ASGIConnection[Any, Any, Any, Any]


def for_operator(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard of Litestar's. Raises NotFound without the secret: measurements tell who did what when."""
    if not _has_secret(connection, _config(connection)):
        raise NotFound


def for_operator_or_demo(connection: Connection, _: BaseRouteHandler) -> None:
    """The same for the reference, which newcomers read in the demo. Raises NotFound."""
    config = _config(connection)
    if not config.demo and not _has_secret(connection, config):
        raise NotFound


def _config(connection: Connection) -> Config:
    return connection.app.state.services.config


def _has_secret(connection: Connection, config: Config) -> bool:
    kind, _, text = connection.headers.get("authorization", "").partition(" ")
    wanted = config.operator_secret
    return wanted is not None and kind.lower() == "bearer" and compare_digest(text.strip().encode(), wanted.encode())
