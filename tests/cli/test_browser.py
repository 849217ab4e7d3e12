"""Where the browser of the app's tests comes from: the machine, locked packages, apt, or a sentence that says what to type."""

import io
import json
import os
import tarfile
from pathlib import Path

import pytest

from api.cli import browser, checks
from api.cli.web import NotBuilt

FAKE_APT = """#!/bin/sh
[ "$1" = install ] || exit 0
for name in chromium-headless-shell fc-list; do printf '#!/bin/sh\\necho here\\n' >{place}/$name; chmod +x {place}/$name; done
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without Chromium and packages, whose user is nobody in particular; returns the one folder of its PATH."""

    def refuse(*_: object, **__: object) -> Path:
        raise NotBuilt("no network")

    def own(*names: str) -> str | None:
        return next((str(tmp_path / name) for name in names if (tmp_path / name).exists()), None)

    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_system", own)
    monkeypatch.setattr(browser, "_draws_chinese", (tmp_path / "fc-list").exists)
    monkeypatch.setattr(browser, "_place", lambda: tmp_path / "fetched")
    monkeypatch.setattr(browser, "install", refuse)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def _put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)


def test_where_none_can_be_had_the_first_line_says_what_to_type(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"nothing": ["false"]})
    assert checks.run_test([]) == 1
    out, err = capfd.readouterr()
    first, last = err.splitlines()
    assert first.endswith(browser.APT)
    assert last == f"Chromium or a Chinese font is missing and could not be fetched. Type as root: {browser.APT}"
    assert out == "", "nothing runs as if all were there"
    assert not (bare / "fetched").exists()


@pytest.mark.parametrize("words", [["tests/core"], ["tests/test_sql.py", "-x", "-k", "clients"]])
def test_tests_without_screens_want_no_browser(bare: Path, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def note(name: str, _: object) -> tuple[int, float]:
        ran.append(name)
        return 0, 0.0

    monkeypatch.setattr(checks, "CHECKS", {})
    monkeypatch.setattr(checks, "_timed", note)
    assert checks.run_test(words) == 0
    assert ran == ["pytest"]
    assert bare.exists()


@pytest.mark.parametrize("words", [["tests"], ["tests/clients/test_push.py"], ["-k", "push"], ["tests/core", "tests/"]])
def test_tests_with_screens_want_one(bare: Path, words: list[str]) -> None:
    assert bare.exists()
    assert checks.run_test(words) == 1


def test_root_has_both_installed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / "apt-get").write_text(FAKE_APT.format(place=bare))
    (bare / "apt-get").chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert browser.ensure() == str(bare / "chromium-headless-shell")


def test_the_machines_own_shell_is_used(bare: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _put(bare, "chromium-headless-shell", "chromium", "fc-list")
    assert browser.ensure() == str(bare / "chromium-headless-shell")
    assert capfd.readouterr() == ("", "")


def test_a_fetched_shell_comes_before_the_whole_browser(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(bare, "chromium", "fc-list")

    def fetch() -> bool:
        (bare / "fetched").mkdir()
        _put(bare / "fetched", "start")
        return True

    monkeypatch.setattr(browser, "_fetch", fetch)
    assert [browser.ensure(), browser.ensure()] == [str(bare / "fetched" / "start")] * 2


def test_the_whole_browser_is_used_where_no_shell_can_be_fetched(bare: Path) -> None:
    _put(bare, "chromium", "fc-list")
    assert browser.ensure() == str(bare / "chromium")


@pytest.mark.parametrize("name", ["chromium-headless-shell", "chromium"])
def test_a_browser_that_cannot_draw_chinese_is_none(bare: Path, name: str) -> None:
    _put(bare, name)
    with pytest.raises(browser.NoBrowser):
        browser.ensure()


def test_a_browser_that_does_not_start_is_none(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ubuntu's package `chromium-browser` is a hint at a snap."""
    (bare / "apt-get").write_text(FAKE_APT.format(place=bare).replace("echo here", "exit 1"))
    (bare / "apt-get").chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(browser.NoBrowser):
        browser.ensure()


def test_one_that_is_named_is_used(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(bare / "mine"))
    assert browser.ensure() == str(bare / "mine")


def test_the_packages_are_locked_and_run_nothing() -> None:
    lock = json.loads((browser.FOLDER / "package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages.values())
    settings = (browser.FOLDER / ".npmrc").read_text().splitlines()
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings)


def test_an_archive_unpacks_under_debians_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11.2 knows no `filter`."""
    extractall = tarfile.TarFile.extractall

    def without_filter(members: tarfile.TarFile, path: Path) -> None:
        extractall(members, path)

    with tarfile.open(tmp_path / "some.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    monkeypatch.setattr(tarfile.TarFile, "extractall", without_filter)
    browser.extract(tmp_path / "some.tar", tmp_path / "out")
    assert (tmp_path / "out" / "a").exists()
