"""What PostgreSQL itself writes into its log: a statement's values or a refused row there would outlive every rule of ours."""

from collections.abc import Mapping

from api.core import migrate
from api.core.config import Config
from api.core.errors import Misconfigured

SELECT_SETTINGS = """
select name, setting from pg_settings where name = any ($1)
"""
QUIET = {
    "log_error_verbosity": ("terse",),  # the details of a refusal quote the row
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_parameter_max_length_on_error": ("0",),
}
"""The settings of a server whose log quotes no row and no value, each with what it may be."""


async def check(config: Config) -> str:
    """Asks the server as the app role. Raises Misconfigured."""
    if config.database_url is None:
        raise Misconfigured("unknown without a database")
    conn = await migrate.connect(config.database_url)
    try:
        found = {row["name"]: row["setting"] for row in await conn.fetch(SELECT_SETTINGS, list(QUIET))}
    finally:
        await conn.close()
    if wrong := loud(found):
        raise Misconfigured(f"it may quote rows of children: set {', '.join(wrong)} in postgresql.conf.")
    return "quotes no row and no value"


def loud(found: Mapping[str, str]) -> list[str]:
    """What is to be set, as lines of the configuration."""
    return [f"{name} = {allowed[0]}" for name, allowed in QUIET.items() if found.get(name) not in allowed]
