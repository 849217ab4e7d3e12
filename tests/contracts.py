"""A contract for import-linter that its own kinds can't say: they know no "the same feature"."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output


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


def _feature(module: str) -> str:
    """`api.roster` for `api.roster.queries.people`; empty outside `api`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "api" and len(parts) > 2 else ""
