"""Routes of the roster: template, uploads, applying."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.raw_body import raw_body, too_large
from api.http.request_runner import RequestRunner
from api.roster import actions, exporting, service
from api.roster.errors import FileTooLarge
from api.roster.files import oneroster
from api.roster.files.losses import losses_csv
from api.roster.files.tables import MAX_FILE
from api.roster.files.template import MEDIA_TYPE
from schemas.paging import Page
from schemas.roster.rows import Covers
from schemas.roster.wire import LossShown, RosterApply, RosterImport, RosterImportListed, RosterReading
from schemas.text import LINE


class LossPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the list of losses."""

    at: int


class BeforeImport(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the list of imports."""

    import_id: UUID


class RosterController(Controller):
    """Imports of a school's people from a file."""

    path = "/orgs/{org_id:int}/roster"
    tags = ("Roster",)

    @get("/template", operation_id="getRosterTemplate", opt={"action": actions.ROSTER_IMPORT}, media_type=MEDIA_TYPE)
    async def get_template(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> bytes:
        """Returns the empty workbook, with drop-downs and a guide in Chinese and English."""
        content = await runner.read(service.get_template)
        runner.header("content-disposition", 'attachment; filename="xinqiao-roster.xlsx"')
        return content

    @get(
        "/workbook",
        operation_id="getRosterWorkbook",
        opt={"action": actions.ROSTER_EXPORT, **NEUTRAL},
        media_type=MEDIA_TYPE,
    )
    async def get_workbook(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> bytes:
        """Returns today's roster as the workbook of the template: imported again unchanged, it changes nothing.

        Email addresses are left blank but of those who sign in by them. Who has left is not in it, nor, with their guardians, a student from whom a
        court's order bars the reader; the guide says how many rows that are. The export is recorded. 403 `step-up-needed` without a second factor
        in this session, since it lists every phone number.
        """
        content = await runner.read_confidential(exporting.export_roster)
        runner.header("content-disposition", 'attachment; filename="xinqiao-roster-today.xlsx"')
        return content

    @get(
        "/oneroster",
        operation_id="getRosterOneRoster",
        opt={"action": actions.ROSTER_EXPORT, **NEUTRAL},
        media_type=oneroster.MEDIA_TYPE,
    )
    async def get_oneroster(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> bytes:
        """Returns today's roster as a OneRoster 1.2 CSV set in a zip, for other systems.

        Imported again unchanged, it changes nothing. `sourcedId` is the student or staff number. Addresses, needs for support, passwords, and email addresses but of those who sign in by them are not in it. Nor are, with their guardians,
        students from whom a court's order bars the reader. The export is recorded. 403 `step-up-needed` without a second factor in this session, since it lists every phone number.
        """
        content = await runner.read_confidential(exporting.export_oneroster)
        runner.header("content-disposition", 'attachment; filename="xinqiao-oneroster.zip"')
        return content

    @post(
        "/imports",
        operation_id="addRosterImport",
        opt={"action": actions.ROSTER_IMPORT},
        request_max_body_size=MAX_FILE,
        exception_handlers={HTTPException: too_large(FileTooLarge(limit=MAX_FILE >> 20))},
        operation_class=raw_body("application/octet-stream"),
    )
    async def add_import(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        file_name: Annotated[
            str,
            QueryParameter(
                name="fileName", min_length=1, max_length=200, pattern=LINE, description="The name of the file."
            ),
        ],
        covers: Annotated[
            Covers | None,
            QueryParameter(
                description="What the file covers. Who is missing from a file of the whole `school` has left; from one of"
                " some `classes`, who is in a class of its students; a file of `new` people ends and changes nobody."
                " Without it an answer is proposed, and where it decides what ends, nothing is applied until"
                " `readRosterImport` states it."
            ),
        ] = None,
    ) -> RosterImport:
        """Uploads a file and checks it without changing anything.

        The body is an .xlsx, an .ods, a CSV, a zip of CSV files, or a OneRoster 1.1/1.2 or SDS v1/v2/v2.1 set as a zip, 20 MB at most. A blank cell leaves what is stored as it is; 无 removes an
        address, roles or lessons, and 否 a need for support. The answer names wrong rows, and whatever would end or be removed. 413
        `roster-file-too-large` when the file is larger; a file that cannot be read is refused with a 422 whose type
        tells why, such as 422 `roster-encoding`.
        """
        await runner.check_session()  # before 20 MB are read from nobody
        data = await runner.request.body()
        return await runner.write(service.add_import, file_name, data, covers, again=service.get_import)

    @get("/imports", operation_id="listRosterImports", opt={"action": actions.ROSTER_IMPORT})
    async def list_imports(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[RosterImportListed]:
        """Lists imports, newest first."""
        place = paging.decode(runner, cursor, BeforeImport)
        rows = await runner.read(service.list_imports, place.import_id if place else None, limit)
        return paging.page(runner, rows, limit, lambda row: BeforeImport(import_id=row.import_id))

    @get("/imports/{import_id:uuid}", operation_id="getRosterImport", opt={"action": actions.ROSTER_IMPORT})
    async def get_import(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], import_id: FromPath[UUID]
    ) -> RosterImport:
        """Returns an import: the errors of its file, what it would change, and its progress."""
        return await runner.read(service.get_import, import_id)

    @get(
        "/imports/{import_id:uuid}/faults.xlsx",
        operation_id="getRosterFaults",
        opt={"action": actions.ROSTER_IMPORT, **NEUTRAL},
        media_type=MEDIA_TYPE,
    )
    async def get_faults(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], import_id: FromPath[UUID]
    ) -> bytes:
        """Returns the uploaded file as a workbook with a column 问题, which says beside each row what is wrong with it.

        Corrected there, it can be uploaded again. Columns that are never stored show `*`, hidden sheets are left out. The look is recorded.
        403 `step-up-needed` without a second factor in this session, 409 `roster-upload-gone` when the file was applied or replaced,
        409 `barred-child` for somebody else's file where a court's order bars you from a student.
        """
        content = await runner.read_confidential(exporting.export_faults, import_id)
        runner.header("content-disposition", 'attachment; filename="xinqiao-roster-faults.xlsx"')
        return content

    @get("/imports/{import_id:uuid}/losses", operation_id="listRosterLosses", opt={"action": actions.ROSTER_IMPORT})
    async def list_losses(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        import_id: FromPath[UUID],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[LossShown]:
        """Lists everything that an import would end or remove, or did. Empty once another file was uploaded."""
        place = paging.decode(runner, cursor, LossPlace)
        start = place.at if place else 0
        rows = await runner.read(service.list_losses, import_id, start, limit)
        return paging.page(runner, rows, limit, lambda _row: LossPlace(at=start + limit))

    @get(
        "/imports/{import_id:uuid}/losses.csv",
        operation_id="getRosterLossesFile",
        opt={"action": actions.ROSTER_IMPORT},
        media_type="text/csv",
    )
    async def get_losses_file(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], import_id: FromPath[UUID]
    ) -> bytes:
        """Returns the same list as CSV in UTF-8 with a byte order mark. No cell is read as a formula."""
        rows = await runner.read(service.list_losses, import_id, 0, None)
        runner.header("content-disposition", 'attachment; filename="xinqiao-losses.csv"')
        return losses_csv(rows, runner.language)

    @put("/imports/{import_id:uuid}/reading", operation_id="readRosterImport", opt={"action": actions.ROSTER_IMPORT})
    async def read_import(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        import_id: FromPath[UUID],
        data: JSONBody[RosterReading],
    ) -> RosterImport:
        """Reads the uploaded file again: what it covers, its school year, and what headings and words mean.

        The words are remembered for the school. 409 `roster-cannot-apply` when the file was applied or replaced,
        422 `roster-meaning` for a meaning that does not exist.
        """
        return await runner.write(service.read_import, import_id, data, again=service.get_import)

    @post(
        "/imports/{import_id:uuid}/apply",
        operation_id="applyRosterImport",
        opt={"action": actions.ROSTER_IMPORT},
        status_code=202,
    )
    async def apply_import(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        import_id: FromPath[UUID],
        version: NamedDependency[int],
        data: JSONBody[RosterApply],
    ) -> RosterImport:
        """Applies a checked file, completely or not at all, as the version in `If-Match` shows it.

        403 `step-up-needed` without a second factor in this session, since a list of people gives rights. 409
        `roster-confirm-losses` when anything would end or be removed and `confirmLosses` is not given, 409 `roster-stale` when
        another import was applied since the check, 409 `roster-cannot-apply` when the file has errors or was applied or replaced,
        409 `roster-import-running` while another import runs. The worker applies nothing else than was shown: when the roster has
        changed meanwhile, the import fails and says so.
        """
        return await runner.write(
            service.apply_import, import_id, version, data, runner.token().token_hash, again=service.get_import
        )

    @post("/imports/{import_id:uuid}/undo", operation_id="undoRosterImport", opt={"action": actions.ROSTER_IMPORT})
    async def undo_import(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], import_id: FromPath[UUID]
    ) -> RosterImport:
        """Tries out what undoing the latest import would change, as an import of its own that is applied like any other.

        What was changed since then stays. Talks, visits and messages that the import ended do not come back.
        409 `roster-cannot-undo` for any import but the latest, and after 7 days.
        """
        return await runner.write(service.undo_import, import_id, again=service.get_import)
