"""Builds the phone app into the wheel, so that an installed package serves it without Node."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """A source distribution carries the app's sources; a wheel carries what is made of them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs before files are collected. Raises NotBuilt."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from api.cli.web import build  # noqa: PLC0415  found only now

        build(Path(self.root))
