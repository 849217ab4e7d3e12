"""The contract as clients see it: the snapshot is of this commit, and says what a phone must know."""

from pathlib import Path

from api.cli.contract import SNAPSHOT, contract


def test_the_snapshot_is_of_this_commit() -> None:
    assert SNAPSHOT.read_text() == contract(), "run `./xinqiao openapi` and read the difference"


def test_it_names_neither_a_host_nor_a_path_of_a_machine() -> None:
    text = contract()
    assert str(Path.cwd()) not in text
    assert "localhost" not in text
