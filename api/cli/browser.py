"""Chromium with a Chinese font for the tests of the phone app.

A page in Chromium's headless shell takes a quarter of the processor time that it takes in the whole browser, which draws windows that
nobody sees. So the shell comes first: the machine's own, or one that locked packages hold. `@sparticuz/chromium` carries it for Linux on
x86-64, with the libraries that a bare machine lacks. It is unpacked below `.xinqiao`, beside a small program that starts it with these
libraries and the font.
"""

import os
import platform
import shlex
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from api.cli.environment import ROOT
from api.cli.web import NotBuilt, install

FOLDER = ROOT / "tests" / "clients" / "browser"
SHELL = "chromium-headless-shell"
APT = f"apt-get install --yes --no-install-recommends {SHELL} fonts-noto-cjk"
NONE_HERE = (
    "There is no headless shell of Chromium with a Chinese font here, so one is fetched; "
    f"to use the system's own, type as root: {APT}"
)
_WEIGHTS = ("400Regular", "500Medium", "700Bold")
_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_CHINESE = ("*CJK*", "*NotoSansSC*", "*NotoSansHans*", "*SourceHan*", "wqy*", "*DroidSansFallback*")
_UNPACK = """
const fs = require("fs"), zlib = require("zlib");
fs.writeFileSync(process.argv[2], zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])));
"""
_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{dirs}  <cachedir>{cache}</cachedir>
</fontconfig>
"""
_START = """#!/bin/sh
here={here}
export LD_LIBRARY_PATH="$here/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""


class NoBrowser(Exception):
    """The one sentence that the operator reads."""


def find() -> str | None:
    """The browser to test with: the one CHROMIUM names, the system's headless shell, or the one fetched before."""
    if named := os.environ.get("CHROMIUM"):
        return named
    if (own := _system(SHELL)) and _draws_chinese():
        return own
    fetched = _place() / "start"
    return str(fetched) if fetched.exists() else None


def ensure() -> str:
    """The same, fetched where there is none; failing that, the system's whole Chromium. Raises NoBrowser."""
    if found := find():
        return found
    print(NONE_HERE, file=sys.stderr, flush=True)
    if _fetch():
        return find() or _give_up()
    if (own := _system("chromium", "chromium-browser")) and _runs(own) and _draws_chinese():
        return own
    return (_apt() and find()) or _give_up()


def _give_up() -> str:
    raise NoBrowser(f"Chromium or a Chinese font is missing and could not be fetched. Type as root: {APT}")


def _system(*names: str) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def _draws_chinese() -> bool:
    if lister := shutil.which("fc-list"):
        return bool(subprocess.run([lister, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())
    own = Path.home() / ".local" / "share" / "fonts"
    return any(next(folder.rglob(name), None) for folder in (*_FONTS, own) for name in _CHINESE)


def _place() -> Path:
    lock = sha256((FOLDER / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()
    return ROOT / ".xinqiao" / "browser" / lock[:16]


def _fetch() -> bool:
    """Puts the packages' browser in its place; False where it cannot run or cannot be had."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return False
    try:
        return _unpack_into(_place(), install(ROOT, FOLDER, quiet=True))
    except (NotBuilt, OSError, subprocess.CalledProcessError, tarfile.TarError):
        return False


def _unpack_into(place: Path, node: Path) -> bool:
    """Never seen half unpacked; what an earlier lock brought is removed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix="new-", dir=place.parent))
    try:
        _unpack(node, made, place)
        if not _runs(str(made / "chromium"), made / "lib"):
            return False
        for old in place.parent.glob("[0-9a-f]*"):
            shutil.rmtree(old)
        made.rename(place)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return True


def _unpack(node: Path, made: Path, place: Path) -> None:
    binaries = FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for packed, name in (("chromium.br", "chromium"), ("al2023.tar.br", "libraries.tar")):
        subprocess.run([node, "-e", _UNPACK, binaries / packed, made / name], check=True, capture_output=True)
    extract(made / "libraries.tar", made)
    (made / "libraries.tar").unlink()
    (made / "chromium").chmod(0o755)
    (made / "fonts.conf").write_text(_FONTS_CONF.format(dirs="".join(_dirs(_WEIGHTS)), cache=place / "font-cache"))
    (made / "start").write_text(_START.format(here=shlex.quote(str(place))))
    (made / "start").chmod(0o755)
    made.chmod(0o755)


def extract(archive: Path, folder: Path) -> None:
    """Unpacks an archive of a locked package. Python before 3.11.4, as in Debian 12, has no filter of members yet."""
    with tarfile.open(archive) as members:
        if hasattr(tarfile, "data_filter"):
            members.extractall(folder, filter="data")
        else:
            members.extractall(folder)  # noqa: S202  its hash is locked


def _dirs(weights: Iterable[str]) -> Iterable[str]:
    fonts = FOLDER / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
    return (f"  <dir>{fonts / weight}</dir>\n" for weight in weights)


def _apt() -> bool:
    """Installs the system's own, as root where there is apt."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], APT.split()):
        if subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            return False
    return (own := _system(SHELL)) is not None and _runs(own)


def _runs(path: str, libraries: Path | None = None) -> bool:
    """Whether it starts at all: its libraries are there, and it is no mere hint at another way to install it."""
    env = {**os.environ, **({"LD_LIBRARY_PATH": str(libraries)} if libraries else {})}
    command = [path, "--version", "--no-sandbox"]
    return subprocess.run(command, env=env, capture_output=True, check=False, timeout=60).returncode == 0
