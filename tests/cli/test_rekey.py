"""An operator replaces keys from the command line."""

import base64
import os
from pathlib import Path

import pytest

from tests.cli.commands import only_sentence, run
from tests.servers import MASTER_KEY, Cluster, Database, environment

NEW = base64.b64encode(os.urandom(32)).decode()


@pytest.fixture
def env(cluster: Cluster, database: Database, tmp_path: Path) -> dict[str, str]:
    return environment(database, cluster.servers.redis_url, tmp_path)


@pytest.mark.usefixtures("world")
async def test_no_new_root_while_the_service_runs(env: dict[str, str]) -> None:
    """The fixtures' own connections are an API that runs."""
    said = only_sentence(run("rekey", "--new-root", env=env))
    assert said == "API or worker still run on this database: stop them first. Nothing was changed."


def line(out: str, name: str) -> str:
    """What `doctor` says of something."""
    return next(said for said in out.splitlines() if said[9:].startswith(f"{name}  "))


def test_both_keys_are_replaced_and_doctor_tells_a_wrong_one(cluster: Cluster, tmp_path: Path) -> None:
    database = cluster.fresh()
    old = environment(database, cluster.servers.redis_url, tmp_path)
    new = {**old, "XINQIAO_MASTER_KEY": NEW}
    assert line(run("doctor", env=old).out, "master key").startswith("ok ")
    replaced = run("rekey", "--new-root", env={**new, "XINQIAO_OLD_MASTER_KEY": MASTER_KEY})
    assert replaced.code == 0, replaced
    assert "The master key seals 2 root keys" in replaced.out
    assert "opens 2 root keys" in line(run("doctor", env=new).out, "master key")
    wrong = line(run("doctor", env=old).out, "master key")
    assert wrong.startswith("MISSING")
    assert "does not open the root keys" in wrong
    assert "does not open the root keys" in only_sentence(run("audit", env=old))
    assert run("audit", env=new).code == 0
    cluster.drop(database)
