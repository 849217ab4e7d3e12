"""Contracts for import-linter that its own kinds can't say: they know no "the same feature" and no "every other one"."""

from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output
from importlinter.contracts.layers import Layer, LayersContract, ModuleTail


class FeatureLayers(LayersContract):
    """Layers of `api`, in which `*` stands for every folder that is not named: a new feature is one of the domain's."""

    type_name = "feature_layers"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """The same check, once it is known which folders there are."""
        layers = cast("list[Layer]", self.layers)
        named = {tail.name for layer in layers for tail in layer.module_tails}
        others = {child.split(".")[1] for child in graph.find_children("api")} - named - {"http"}
        self.layers: Any = [_filled(layer, others) for layer in layers]
        return super().check(graph, verbose)


def _filled(layer: Layer, others: set[str]) -> Layer:
    if {tail.name for tail in layer.module_tails} != {"*"}:
        return layer
    return Layer({ModuleTail(name) for name in others}, is_independent=True)


class OwnQueries(Contract):
    """`api.X…queries` is imported inside `api.X` alone; other features call its service."""

    type_name = "own_queries"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at direct imports: those of a service are its own business."""
        strangers = [
            f"{importer} imports {module}"
            for module in sorted(graph.modules)
            if _feature(module) and "queries" in module.split(".")
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if _feature(importer) != _feature(module)
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names each stranger."""
        for stranger in check.metadata["strangers"]:
            output.print_error(stranger, bold=False)


class Crossing(Contract):
    """Another feature is reached through its `service` alone, and not from `rules`. The demo's cast is for all demos."""

    type_name = "crossing"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at direct imports between features."""
        strangers = [
            f"{importer} imports {module}"
            for module in sorted(graph.modules)
            if _feature(module) not in _NO_FEATURES
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if _feature(importer) not in {*_NO_FEATURES, _feature(module)} and not _may_cross(importer, module)
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names each stranger."""
        for stranger in check.metadata["strangers"]:
            output.print_error(stranger, bold=False)


class ServicesOnly(Contract):
    """The worker reaches a feature through its `service` alone; everything else of features comes from the registry."""

    type_name = "services_only"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at direct imports of `jobs` from `api`, except from `api.core`."""
        strangers = [
            f"{importer} imports {module}"
            for module in sorted(graph.modules)
            if _feature(module) not in {"", "api.core"} and not module.endswith(".service")
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer.startswith("jobs.")
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names each stranger."""
        for stranger in check.metadata["strangers"]:
            output.print_error(stranger, bold=False)


_NO_FEATURES = {"", "api.core", "api.http", "api.cli"}


def _may_cross(importer: str, module: str) -> bool:
    if "rules" in importer.split("."):
        return False
    return module.endswith(".service") or (importer.endswith(".demo") and module.startswith("api.roster.demo."))


def _feature(module: str) -> str:
    """`api.roster` for `api.roster.queries.people`; empty outside `api`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "api" and len(parts) > 2 else ""
