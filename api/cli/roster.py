"""`import`: a school's workbook from the command line, without the worker. `digest`: whether two installations hold the same people."""

import argparse
import asyncio
from argparse import Namespace
from pathlib import Path
from typing import get_args

from api.cli.environment import check_database, needed, settings
from api.core.config import Config
from api.core.errors import Misconfigured, NotFound
from api.core.services import open_services
from api.core.unit_of_work import system_uow
from api.features import REGISTRY
from api.roster import command, exporting, service
from api.roster.command import OrgNew
from api.roster.values import OrgKind
from schemas.roster.rows import Covers
from schemas.roster.wire import RosterImport

SHOWN = 50
"""Bad rows that are printed; the rest is only counted."""


def run_import(words: list[str]) -> int:
    """Exit code 1 when the file has bad rows: then nothing was changed."""
    chosen = _parse(words)
    result = asyncio.run(_import(settings(), chosen))
    for bad in result.bad_rows[:SHOWN]:
        print(f"{bad.sheet} {bad.row or ''} {bad.column}: {bad.message}")
    if result.bad_row_count > SHOWN:
        print(f"… and {result.bad_row_count - SHOWN} more")
    for ask in result.asks:
        print(f"{ask.kind} “{ask.word}” ({ask.count}×): settle in the app what it means")
    print(_summary(result, chosen.dry_run))
    return 1 if result.bad_row_count or result.failure or result.asks or result.scope_asked else 0


def run_digest(words: list[str]) -> int:
    """Prints one line for the workbook and one for a OneRoster set."""
    parser = argparse.ArgumentParser(prog="xinqiao digest", description="The digest of a school's people of today.")
    parser.add_argument("--org", type=int, required=True, help="the organisation's number")
    whole, people = asyncio.run(_digests(settings(), parser.parse_args(words).org))
    print(f"{whole}  all that the workbook holds\n{people}  all that a OneRoster set holds")
    return 0


async def _digests(config: Config, org_id: int) -> tuple[str, str]:
    await check_database(config.database_url)
    services = await open_services(config, REGISTRY, pool_size=2)
    try:
        async with system_uow(services, org_id) as uow:
            return await exporting.digests(uow)
    finally:
        await services.close()


def _parse(words: list[str]) -> Namespace:
    parser = argparse.ArgumentParser(prog="xinqiao import", description="Loads a school's workbook (.xlsx) or CSV.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--org", type=int, required=True, help="the organisation's number")
    parser.add_argument("--dry-run", action="store_true", help="only say what is wrong and what would change")
    parser.add_argument(
        "--covers", choices=get_args(Covers), help="what the file covers; needed where it decides what ends"
    )
    parser.add_argument("--confirm-losses", action="store_true", help="also when something ends or is removed")
    opening = parser.add_argument_group("a new organisation", "Opens it first (or renames it), as DATABASE_OWNER_URL.")
    opening.add_argument("--kind", choices=get_args(OrgKind))
    opening.add_argument("--name-zh")
    opening.add_argument("--name-en")
    opening.add_argument("--parent", type=int, help="the number of the organisation above it, e.g. its bureau")
    opening.add_argument("--serves", type=int, nargs="*", default=[], help="whose families it counsels")
    parser.add_argument(
        "--serves-no-more",
        type=int,
        nargs="*",
        default=[],
        help="schools whose families book nothing new here from now on",
    )
    chosen = parser.parse_args(words)
    if any((chosen.kind, chosen.name_zh, chosen.name_en)) and not all((chosen.kind, chosen.name_zh, chosen.name_en)):
        parser.error("a new organisation needs --kind, --name-zh and --name-en")
    return chosen


async def _import(config: Config, chosen: Namespace) -> RosterImport:
    await check_database(config.database_url)
    if chosen.kind:
        await command.add_orgs(needed(config.database_owner_url, "DATABASE_OWNER_URL"), [_org(chosen)])
    if chosen.serves_no_more:
        url = needed(config.database_owner_url, "DATABASE_OWNER_URL")
        await command.end_services(url, chosen.org, chosen.serves_no_more, config.clock().now())
    services = await open_services(config, REGISTRY, pool_size=2)
    try:
        data = chosen.file.read_bytes()
        if not chosen.dry_run:
            return await command.import_bytes(
                services,
                chosen.org,
                chosen.file.name,
                data,
                covers=chosen.covers,
                confirm_losses=chosen.confirm_losses,
            )
        async with system_uow(services, chosen.org) as uow:
            return await service.add_import(uow, chosen.file.name, data, chosen.covers)
    except OSError as error:
        raise Misconfigured(f"{chosen.file} cannot be read: {error.strerror}.") from error
    except NotFound as error:
        raise Misconfigured(
            f"There is no organisation {chosen.org}: open it with --kind, --name-zh and --name-en."
        ) from error
    finally:
        await services.close()


def _org(chosen: Namespace) -> OrgNew:
    return OrgNew(
        org_id=chosen.org,
        parent_id=chosen.parent,
        kind=chosen.kind,
        name_zh=chosen.name_zh,
        name_en=chosen.name_en,
        serves=tuple(chosen.serves),
    )


def _summary(result: RosterImport, dry_run: bool) -> str:
    if result.failure:
        return result.failure
    if result.bad_row_count:
        return f"{result.bad_row_count} faults; nothing was changed."
    if result.asks:
        return f"{len(result.asks)} words are to be settled; nothing was changed."
    found = f"{result.counts.classes} classes, {result.counts.students} students"
    if result.scope_asked:
        ends = ", ".join(f"{one.covers} ends {one.loss_count}" for one in result.scopes if one.loss_count is not None)
        return f"State what it covers with --covers ({ends}); nothing was changed."
    if not dry_run:
        return f"Imported: {found}."
    asked = f"; it would end or remove {result.loss_count}: --confirm-losses" if result.needs_confirmation else ""
    return f"Nothing is wrong with it: {found}{asked}."
