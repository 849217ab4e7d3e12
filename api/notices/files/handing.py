"""How the file of a notice is handed out over HTTP."""

from api.http.request_runner import RequestRunner
from api.notices.files import rules
from schemas.notices.files import FileContent

MEDIA_TYPE = "application/octet-stream"
"""Whatever it is: by its address alone a browser keeps it and shows nothing."""


def hand_out(runner: RequestRunner, file: FileContent) -> bytes:
    """Never stored: the right to read it is asked for each time."""
    runner.header("content-disposition", rules.disposition(file.name))
    runner.header("cache-control", "no-store")
    return file.data
