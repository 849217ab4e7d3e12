"""Routes of a notice's files."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.params import FromPath, QueryParameter

from api.http.raw_body import raw_body, too_large
from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.errors import FileTooLarge
from api.notices.files import emptying, rules, service
from api.notices.files.handing import MEDIA_TYPE, hand_out
from api.notices.mine import service as mine
from schemas.notices.files import KeptFiles, NoticeFile
from schemas.text import LINE


class NoticeFileController(Controller):
    """Files of notices as their senders, in schools and bureaus, upload and see them."""

    path = "/orgs/{org_id:int}"
    tags = ("Notices: writing",)

    @post(
        "/notice-files",
        operation_id="addNoticeFile",
        opt={"action": actions.NOTICE_UPLOAD},
        request_max_body_size=rules.MOST_BYTES,
        exception_handlers={HTTPException: too_large(FileTooLarge(limit=rules.MOST_BYTES >> 20))},
        operation_class=raw_body(MEDIA_TYPE),
    )
    async def add_file(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        file_name: Annotated[
            str,
            QueryParameter(
                name="fileName", min_length=1, max_length=200, pattern=LINE, description="The name of the file."
            ),
        ],
    ) -> NoticeFile:
        """Uploads a picture or a PDF file for a notice.

        JPEG, PNG or WebP of at most 50 million pixels, or PDF; 10 MB at most. What it is shows its content. A picture is encoded again, at most 2048
        pixels wide or high, without anything else that its file had, such as where it was taken. A PDF stays as it is, once the installation's
        virus scanner found nothing in it. A file that no notice has after 15 days is removed. 413 `notice-file-too-large`, 422 `notice-file-kind`
        for another kind of file, 422 `picture-too-large` and 422 `picture-broken` for pictures, 503 `pictures-busy` when too many of them wait, 422
        `notice-file-infected`, 503 `scanner-silent` while PDF files cannot be scanned, 409 `too-many-files` after 60 files or 120 tries in a day,
        409 `notice-files-full` when the room of the school or bureau is used up.
        """
        await runner.write_first(service.begin_upload)  # before 10 MB are read, and a picture is converted, for nobody
        scanner_url = runner.services.config.scanner_url
        file = await service.prepare(org_id, file_name, await runner.request.body(), scanner_url)
        return await runner.write(service.add_file, file, again=service.get_file)

    @get("/notice-files", operation_id="listNoticeFiles", opt={"action": actions.NOTICE_FILE_REMOVE})
    async def list_files(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> KeptFiles:
        """Lists the files of sent notices that take room: all of the school or bureau, or those of your own notices."""
        return await runner.read(emptying.list_kept)

    @post(
        "/notice-files/{file_id:uuid}/remove",
        operation_id="removeNoticeFile",
        status_code=200,
        opt={"action": actions.NOTICE_FILE_REMOVE},
    )
    async def remove_file(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], file_id: FromPath[UUID]
    ) -> NoticeFile:
        """Removes the content of a file whose notices are withdrawn, expired or 90 days old.

        It takes no room then. Its name and checksum stay, since receipts name them; nobody can open it any more. 409 `notice-file-in-use` while a notice
        that still counts has it. Copies of a bureau's file at its schools go too.
        """
        return await runner.write(emptying.remove, file_id, again=emptying.get_removed)

    @get(
        "/notices/{notice_id:uuid}/files/{file_id:uuid}",
        operation_id="getNoticeFile",
        opt={"action": actions.NOTICE_FOLLOW},
        media_type=MEDIA_TYPE,
    )
    async def get_file(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        file_id: FromPath[UUID],
    ) -> bytes:
        """Returns a file of a notice that you wrote or oversee, also of an earlier edition."""
        return hand_out(runner, await runner.read(service.read_followed, notice_id, file_id))


class MyNoticeFileController(Controller):
    """Files of notices as their readers get them."""

    path = "/orgs/{org_id:int}"
    tags = ("Notices",)

    @get(
        "/me/notices/{notice_id:uuid}/files/{file_id:uuid}",
        operation_id="getMyNoticeFile",
        opt={"action": actions.NOTICE_READ},
        media_type=MEDIA_TYPE,
    )
    async def get_own_file(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        file_id: FromPath[UUID],
    ) -> bytes:
        """Returns a file of a notice that you received, as long as you may read it.

        Only files of the present edition. 409 `notice-withdrawn` when the notice was withdrawn.
        """
        return hand_out(runner, await runner.read(mine.read_file, notice_id, file_id))
