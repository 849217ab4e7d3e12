"""The check of lengths finds what is too long."""

from pathlib import Path

from tests.lengths import faults


def _function(name: str, lines: int) -> str:
    return f"def {name}():\n" + "    pass\n" * (lines - 1)


def test_long_files_and_functions_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "api"
    folder.mkdir()
    (folder / "good.py").write_text("\n" * 294 + _function("short", 6))
    assert faults(tmp_path) == ([], "1 functions, median 6 lines; longest file 300 lines")
    (folder / "long.py").write_text(_function("just", 40) + _function("over", 41) + "\n" * 220)
    wrong, _ = faults(tmp_path)
    assert wrong == [
        "api/long.py has 301 lines; 300 at most.",
        "api/long.py over has more than 40 lines.",
        "The median function has 40 lines; 6 at most.",
    ]
