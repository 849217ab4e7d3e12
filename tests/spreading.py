"""Which tests share one of the processes of a whole run, and with it servers, a database and a running site."""

from xdist.scheduler import LoadFileScheduling

APART = ("tests/test_authorization.py",)
"""Its tests share nothing: each takes its turn by itself, in whichever process is free."""
TOGETHER = ("tests/clients/",)
"""All of these use one site, whose start takes longer than any of its tests."""


class Spreading(LoadFileScheduling):
    """A file stays in one process, except for what is named above."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid) or super()._split_scope(nodeid)


def scope(nodeid: str) -> str | None:
    """The group of a test that does not go by its file."""
    if nodeid.startswith(APART):
        return nodeid
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), None)
