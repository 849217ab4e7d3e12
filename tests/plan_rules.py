"""DESIGN §3 as rules over parsed SQL: shapes that PostgreSQL plans and a Citus cluster refuses, or answers wrongly."""

from collections.abc import Callable, Iterator

from api.core.distribution import group, key
from tests.plan_keys import Catalogue, Keys
from tests.sql_tree import LEVELS, Node, Unit

MOMENTS = {"date", "timestamp", "timestamptz", "time", "timetz"}
"""A cast of a column to one of these may depend on the session's time zone."""


Rule = Callable[[Unit, Catalogue], Iterator[str]]


def tables(node: Node, catalogue: Catalogue) -> set[str]:
    """Tables named anywhere in a statement."""
    names = {str(part.body["relname"]) for part in node.find("RangeVar")}
    ctes = {str(part.body["ctename"]) for part in node.find("CommonTableExpr")}
    return (names & catalogue.tables) - ctes


def calls(node: Node, names: frozenset[str]) -> list[str]:
    """Functions of a set that a statement calls."""
    return [call.words[-1] for call in node.find("FuncCall") if call.words[-1] in names]


def definer_on_tenant(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """A definer function acts as the owner: Citus refuses it in a transaction in which the app wrote the same shards."""
    for statement in unit.statements if unit.definer else []:
        yield from sorted(t for t in tables(statement, catalogue) if group(t) == "tenant")


def joins_groups(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """Rows of two groups are on different nodes. A reference table is on all of them."""
    for statement in unit.statements:
        groups = {group(t) for t in tables(statement, catalogue)} - {"reference"}
        if len(groups) > 1:
            yield " with ".join(sorted(groups))


def rows_in_query(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """`((a, b) in (select …)) is true`: Citus sends it on as `true = any (select …)`, which has too many columns."""
    for statement in unit.statements:
        for part in statement.find("SubLink"):
            if tables(statement, catalogue) and any(test.kind == "RowExpr" for test in part.get("testexpr")):
                yield "in"


def lateral_array(unit: Unit, _: Catalogue) -> Iterator[str]:
    """`lateral (select array(select …))` without a `from` of its own cannot be planned."""
    for statement in unit.statements:
        for derived in statement.find("RangeSubselect"):
            query = derived.get("subquery")[0]
            if derived.body.get("lateral") and "fromClause" not in query.body and query.find("SubLink"):
                yield "lateral without from"


def reads_per_row(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """A function that reads tables runs on the coordinator and cannot be sent along with a query to the workers."""
    for statement in unit.statements:
        if tables(statement, catalogue):
            yield from calls(statement, catalogue.reading)


def changes_by_chance(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """No volatile function, and no STABLE one over a column, where a statement changes rows."""
    for statement in unit.statements:
        for level in statement.find("UpdateStmt", "DeleteStmt"):
            yield from calls(level, catalogue.volatile)
            yield from _unstable(level, unit, catalogue)
        for insert in statement.find("InsertStmt"):
            if _source(insert):
                yield from calls(insert, catalogue.volatile)
            for part in [*insert.get("onConflictClause"), *insert.get("returningList"), *insert.get("returningClause")]:
                yield from calls(part, catalogue.volatile | catalogue.stable)
                yield from ("interval" for e in part.find("A_Expr") if e.words[-1] in "+-" and _interval(e))


def unstable_choice(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """No STABLE function inside CASE or COALESCE where rows are written, whatever its arguments."""
    for statement in unit.statements:
        for level in statement.find("UpdateStmt", "DeleteStmt", "InsertStmt"):
            for choice in level.find("CaseExpr", "CoalesceExpr"):
                yield from calls(choice, catalogue.stable | catalogue.volatile)
                yield from ("interval" for e in choice.find("A_Expr") if e.words[-1] in "+-" and _interval(e))


def _unstable(level: Node, unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    for part in level.walk:
        if part.kind == "FuncCall" and part.words[-1] in catalogue.stable and _columns(part, unit):
            yield part.words[-1]
        if part.kind == "TypeCast" and part.get("typeName")[0].words[-1] in MOMENTS and _columns(part, unit):
            yield "cast of a column"
        if part.kind == "A_Expr" and part.words[-1] in "+-" and _interval(part) and _columns(part, unit):
            yield "interval on a column"


def _columns(part: Node, unit: Unit) -> bool:
    return any(c.words[0] not in unit.parameters for c in part.find("ColumnRef"))


def _interval(part: Node) -> bool:
    casts = {c.get("typeName")[0].words[-1] for c in part.find("TypeCast")}
    return "interval" in casts or any(c.words[-1] == "make_interval" for c in part.find("FuncCall"))


def element_chosen(unit: Unit, _: Catalogue) -> Iterator[str]:
    """No element of an array of parameters is chosen by a column where rows are changed: a Citus 14 backend dies of it. `from unnest` joins them."""
    for statement in unit.statements:
        for level in statement.find("UpdateStmt", "DeleteStmt"):
            for element in level.find("A_Indirection"):
                if element.find("A_Indices") and _columns(element, unit):
                    yield "element of an array"


def insert_select(unit: Unit, _: Catalogue) -> Iterator[str]:
    """INSERT … SELECT says what on conflict."""
    for statement in unit.statements:
        for insert in statement.find("InsertStmt"):
            if _source(insert) and "onConflictClause" not in insert.body:
                yield str(insert.body["relation"]["relname"])


def _source(insert: Node) -> Node | None:
    """The query that an insert takes its rows from; None for VALUES."""
    return next((q for q in insert.get("selectStmt") if "valuesLists" not in q.body), None)


def query_in_values(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """`insert … values ((select …))`: Citus knows no sub-select among the values of a distributed table."""
    for statement in unit.statements:
        for insert in statement.find("InsertStmt"):
            rows = [row for query in insert.get("selectStmt") for row in query.get("valuesLists")]
            if any(tables(part, catalogue) for row in rows for part in row.find("SubLink")):
                yield str(insert.body["relation"]["relname"])


def many_under_exclusion(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """Rows under an exclusion constraint go in one by one with VALUES: else 23P01 arrives as XX000."""
    for statement in unit.statements:
        for insert in statement.find("InsertStmt"):
            rows = [n for q in insert.get("selectStmt") for n in q.get("valuesLists")]
            if insert.body["relation"]["relname"] in catalogue.exclusive and len(rows) != 1:
                yield str(insert.body["relation"]["relname"])


def counts_skipped(unit: Unit, _: Catalogue) -> Iterator[str]:
    """The row count of `insert … select … on conflict do nothing` is not to be trusted."""
    for statement in unit.statements if unit.counts else []:
        for insert in statement.find("InsertStmt"):
            action = [c.body.get("action") for c in insert.get("onConflictClause")]
            if _source(insert) and action == ["ONCONFLICT_NOTHING"]:
                yield str(insert.body["relation"]["relname"])


def key_unnamed(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """A query on a tenant table, inner ones too, compares its org_id with a parameter, itself or through the tables beside it.

    Citus plans some inner queries whose key comes from a column outside, and fails on others.
    """
    for statement in unit.statements:
        yield from Keys(unit, catalogue, statement).missing()


def key_changed(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """No row gets another key, as it would belong on another shard: it is deleted and inserted again."""
    for statement in unit.statements:
        for change in statement.find("UpdateStmt"):
            name = key(table) if (table := str(change.body["relation"]["relname"])) in catalogue.tables else None
            if name in {target.body.get("name") for target in change.get("targetList")}:
                yield table


def inner_apart(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """An inner query about an outer row compares the keys of both: Citus has no other way to join them. For tenants: `key_unnamed`."""
    for statement in unit.statements:
        for level in statement.find(*LEVELS):
            outer = _keyed(level, catalogue)
            for query in [q for part in level.own() if part.kind == "SubLink" for q in part.get("subselect")]:
                inner = _keyed(query, catalogue)
                about = [c for c in query.find("ColumnRef") if len(c.words) == 2 and c.words[0] in outer]
                if inner and about and not any(_keys_equal(e, inner, outer) for e in query.find("A_Expr")):
                    yield from sorted(table for table, _ in inner.values())


def columnless(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """`exists (select from …)` over several shards: Citus keeps its rows as an intermediate result, which needs a column. `select 1 from` has one."""
    for statement in unit.statements:
        for query in [q for part in statement.find("SubLink") for q in part.get("subselect")]:
            if query.kind == "SelectStmt" and "targetList" not in query.body and _keyed(query, catalogue):
                yield from Keys(unit, catalogue, query, direct=True).missing()


def _keyed(level: Node, catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """The tables of identity and time that a query names: alias, table and key."""
    ranges = [n for n in level.own() if n.kind == "RangeVar" and n.body["relname"] in catalogue.tables]
    named = {str(n.body.get("alias", {}).get("aliasname", n.body["relname"])): str(n.body["relname"]) for n in ranges}
    return {a: (t, key(t) or "") for a, t in named.items() if group(t) not in {"tenant", "reference"}}


def _keys_equal(test: Node, inner: dict[str, tuple[str, str]], outer: dict[str, tuple[str, str]]) -> bool:
    sides = [tuple(c.words) for side in ("lexpr", "rexpr") for c in test.get(side) if c.kind == "ColumnRef"]
    keys = [{(alias, name) for alias, (_, name) in named.items()} for named in (inner, outer)]
    return test.words == ["="] and all(any(side in of for side in sides) for of in keys)


def locks_without_key(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """`for update` wants the key as a parameter in the query itself and in every inner one."""
    for statement in unit.statements:
        for query in statement.find("SelectStmt"):
            if "lockingClause" in query.body:
                yield from Keys(unit, catalogue, query, direct=True).missing()


def shards_unplanned(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """A query of several shards (`key = any (parameter)`; a change may be) is planned with the values alone: not in a function in SQL, nor by a generic plan."""
    for statement in unit.statements if unit.fixed_plan else []:
        named = {name for table in tables(statement, catalogue) if (name := key(table))}
        for test in [part for query in statement.find("SelectStmt") for part in query.find("A_Expr")]:
            left = test.get("lexpr")
            if test.body.get("kind") == "AEXPR_OP_ANY" and left and left[0].kind == "ColumnRef":
                yield from sorted(named & {left[0].words[-1]})


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        definer_on_tenant,
        joins_groups,
        rows_in_query,
        lateral_array,
        reads_per_row,
        changes_by_chance,
        unstable_choice,
        element_chosen,
        insert_select,
        query_in_values,
        many_under_exclusion,
        counts_skipped,
        key_unnamed,
        key_changed,
        inner_apart,
        columnless,
        locks_without_key,
        shards_unplanned,
    )
}
