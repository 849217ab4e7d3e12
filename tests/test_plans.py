"""The plan linter: every SQL constant of the code and every function of the schema runs on a cluster (DESIGN §3), told without one."""

import ast

import asyncpg
import pytest

from tests.plan_keys import Catalogue
from tests.plan_rules import RULES
from tests.servers import Database
from tests.sql_tree import Unit, constant, function, in_tests
from tests.test_sql import CITUS, every_constant, modules, source

KNOWN = {
    # Who asks and what they are here, in one round trip; a cluster asks the two in turn.
    "api.core.actors.SELECT_TIES": {"reads_per_row"},
    "api.http.principal.SELECT_PRINCIPAL": {"reads_per_row"},
    "api.http.principal.SELECT_RECOGNISED": {"reads_per_row"},
    "api.http.principal.SELECT_WRITER": {"reads_per_row"},
    "api.counselling.bookings.queries.SELECT_CONTEXT": {"reads_per_row"},
}
"""What still breaks a rule. Nothing is added here: it only becomes shorter."""
ALLOWED = {
    "jobs.relay.SELECT_BUSY": {"key_unnamed"},
    "jobs.relay.SELECT_BUSY_DISTRIBUTED": {"key_unnamed"},
    "jobs.relay.SELECT_NEXT": {"key_unnamed"},
    "jobs.finished_tasks.SELECT_ORGS": {"key_unnamed"},
}
"""Who has work due: over all organisations (rule 6), by the relay alone. SELECT_BUSY has a sister for a cluster."""

SELECT_FUNCTIONS = """
select p.proname::text as name, l.lanname::text as language, p.prosecdef as definer, p.prosrc as body,
  case l.lanname when 'plpgsql' then pg_get_functiondef(p.oid) else '' end as definition, coalesce(p.proargnames, '{}') as arguments
from pg_proc p join pg_language l on l.oid = p.prolang
where p.pronamespace = 'public'::regnamespace and p.proowner = 'xinqiao_owner'::regrole order by p.proname
"""
SELECT_NAMES = """
select array(select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r') as tables,
  array(select distinct conrelid::regclass::text from pg_constraint where contype = 'x') as exclusive,
  array(select distinct proname::text from pg_proc where provolatile = 'v') as volatile,
  array(select proname::text from pg_proc group by proname having bool_and(provolatile = 's')) || '{date_trunc}' as stable
"""


def counted() -> set[str]:
    """Constants whose row count somebody uses: `await run(conn, NAME, …)` that is more than a line of its own."""
    found: set[str] = set()
    for module in modules():
        tree = ast.parse(source(module))
        alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Await) and isinstance(node.value, ast.Call) and id(node) not in alone:
                found |= _run(module.__name__, node.value)
    return found


def _run(module: str, call: ast.Call) -> set[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return (
        {f"{module}.{arg.id}" for arg in call.args if isinstance(arg, ast.Name)}
        if name in {"run", "execute"}
        else set()
    )


@pytest.fixture(scope="module")
async def functions(database: Database) -> list[Unit]:
    """The functions of the schema."""
    conn = await asyncpg.connect(database.owner_url)
    rows = await conn.fetch(SELECT_FUNCTIONS)
    await conn.close()
    return [
        function(r["definition"], r["body"], name=r["name"], definer=r["definer"], arguments=r["arguments"])
        for r in rows
    ]


@pytest.fixture(scope="module")
async def catalogue(database: Database, functions: list[Unit]) -> Catalogue:
    """The names of the schema."""
    conn = await asyncpg.connect(database.owner_url)
    (row,) = await conn.fetch(SELECT_NAMES)
    await conn.close()
    names: dict[str, frozenset[str]] = {name: frozenset(values) for name, values in row.items()}
    reading = frozenset(f.where[:-2] for f in functions if any(s.find("RangeVar") for s in f.statements))
    own = frozenset(f.where[:-2] for f in functions)
    return Catalogue(
        tables=names["tables"],
        exclusive=names["exclusive"],
        reading=reading,
        volatile=names["volatile"] - own | (names["volatile"] & reading),
        stable=names["stable"],
    )


def begins(text: str, other: str) -> bool:
    """Whether a constant is the beginning of another one: its conditions follow there."""
    return text != other and other.startswith(text)


Breach = tuple[str, str, str]
"""Where a rule is broken, its name, and what breaks it."""


def breaches(units: list[Unit], catalogue: Catalogue) -> list[Breach]:
    """All that breaks a rule, known or not."""
    return [
        (unit.where, name, ", ".join(what))
        for unit in units
        for name, rule in RULES.items()
        if (what := sorted(set(rule(unit, catalogue))))
    ]


def broken(found: list[Breach]) -> list[str]:
    """What breaks a rule and is in no table."""
    return [
        f"{where}: {name}: {what}"
        for where, name, what in found
        if name not in KNOWN.get(where, set()) | ALLOWED.get(where, set())
    ]


async def test_nothing_breaks_a_rule(functions: list[Unit], catalogue: Catalogue) -> None:
    counts = counted()
    units = [
        constant(f"{module}.{name}", text, counts=f"{module}.{name}" in counts)
        for module, name, text in every_constant()
        if module not in {CITUS, "api.core.migrate"}
        and not any(begins(text, other) for m, _, other in every_constant() if m == module)
    ]
    found = breaches([*units, *functions], catalogue)
    assert broken(found) == [], "\n".join(broken(found))
    left = {known: {name for where, name, _ in found if where == known} for known in KNOWN}
    assert left == KNOWN, "what no longer breaks a rule leaves the table"


OF_TESTS = ("insert_select", "changes_by_chance", "key_changed", "query_in_values")
"""What holds for a test's own statements, too, which the owner may run without naming an organisation."""


def test_no_statement_of_a_test_breaks_a_rule(catalogue: Catalogue) -> None:
    units = [*in_tests()]
    assert len(units) > 500
    found = [f"{unit.where}: {name}" for unit in units for name in OF_TESTS if [*RULES[name](unit, catalogue)]]
    assert found == [], "\n".join(found)


PLPGSQL = "create function f(p uuid) returns void language plpgsql security definer as $$ {} $$"
PLANTED = [
    ("rows_in_query", "select 1 from tasks where org_id = $1 and ((task_id, attempt) in (select $2::uuid, 1)) is true"),
    ("joins_groups", "select 1 from sessions s join staff f on f.staff_id = s.account_id where f.org_id = $1"),
    ("joins_groups", "select 1 from login_keys k join accounts a on a.account_id = k.account_id where k.key_hash = $1"),
    (
        "lateral_array",
        "select 1 from staff f, lateral (select array(select 1 from classes t where t.org_id = $1)) x where f.org_id = $1",
    ),
    ("reads_per_row", "select 1 from staff f where f.org_id = $1 and exists (select from credential_get(f.staff_id))"),
    ("changes_by_chance", "update tasks set due_at = clock_timestamp() where org_id = $1"),
    ("changes_by_chance", "delete from tasks where org_id = $1 and due_at::date < $2"),
    ("changes_by_chance", "delete from tasks where org_id = $1 and due_at + interval '1 day' < $2"),
    ("changes_by_chance", "delete from tasks where org_id = $1 and to_char(due_at, 'YYYY') = $2"),
    (
        "changes_by_chance",
        "insert into audit_heads (org_id, seq, hash) values ($1, 1, '') on conflict (org_id) do update set hash = now()::text::bytea",
    ),
    (
        "changes_by_chance",
        "insert into audit_heads as h (org_id, seq) values ($1, 1) on conflict (org_id) do update set seq = case when $2 < $3 - make_interval(secs => $4) then 0 else h.seq end",
    ),
    (
        "unstable_choice",
        "update tasks set due_at = case when $2 then date_trunc('hour', $3::timestamptz) else $3 end where org_id = $1",
    ),
    (
        "element_chosen",
        "update tasks set due_at = ($3::timestamptz[])[array_position($2::uuid[], task_id)] where org_id = $1 and task_id = any ($2)",
    ),
    ("insert_select", "insert into audit_heads (org_id, seq, hash) select $1, u, '' from unnest($2::bigint[]) u"),
    (
        "query_in_values",
        "insert into audit_heads (org_id, seq, hash) values ($1, 1, (select t.hash from audit_heads t where t.org_id = $1))",
    ),
    (
        "many_under_exclusion",
        "insert into claims (subject_id) select u from unnest($1::uuid[]) u on conflict do nothing",
    ),
    ("many_under_exclusion", "insert into claims (subject_id) values ($1), ($2)"),
    (
        "counts_skipped",
        "insert into audit_heads (org_id, seq) select $1, u from unnest($2::bigint[]) u on conflict do nothing",
    ),
    ("key_unnamed", "select 1 from students where student_id = $1"),
    ("key_unnamed", "select 1 from students s join classes c on c.class_id = s.class_id where s.org_id = $1"),
    ("key_unnamed", "select 1 from students where org_id = $1 or student_id = $2"),
    (
        "key_unnamed",
        "select (select count(*) from classes c where c.class_id = s.class_id) from students s where s.org_id = $1",
    ),
    ("key_unnamed", "select 1 from orgs o join students s on s.org_id = o.org_id"),
    (
        "key_unnamed",
        "select (select count(*) from students s where s.org_id = o.org_id) from orgs o where o.org_id = $1",
    ),
    (
        "key_unnamed",
        "select 1 from students s where s.org_id = $1 and exists (select from classes c where c.org_id = s.org_id)",
    ),
    ("key_unnamed", "update students set name = $1 where student_id = $2"),
    ("key_unnamed", "insert into audit_heads (org_id, seq, hash) values (7, 1, '')"),
    ("key_changed", "update login_keys set key_hash = $2 where account_id = $1"),
    (
        "inner_apart",
        "select 1 from import_permits p where p.account_id = $1 and not exists (select from memberships m where m.account_id = p.import_id)",
    ),
    ("columnless", "select 1 where exists (select from login_moves m where m.old_key = $1)"),
    (
        "locks_without_key",
        "select (select count(*) from classes c where c.org_id = s.org_id) from students s where s.org_id = $1 for update of s",
    ),
]
"""A shape that breaks each rule. The count of every one of them is used."""
SOUND = [
    "select 1 from students s join classes c using (org_id, class_id) where s.org_id = $1",
    "select 1 from students s join classes c on (c.org_id, c.class_id) = (s.org_id, s.class_id) where $1 = s.org_id",
    """with k as (select org_id, task_id from tasks where org_id = $1 for update)
    update tasks t set state = 'done' from k where t.org_id = k.org_id and t.task_id = k.task_id""",
    "select 1 from students s where s.org_id = $1 and exists (select from classes c where c.org_id = $1)",
    "select 1 from accounts a where a.account_id = $1 and exists (select 1 from memberships m where m.account_id = a.account_id)",
    "select o.time_zone from staff s join orgs o on o.org_id = s.org_id where s.org_id = $1",
    "insert into claims (subject_id) values ($1)",
    "with recursive r as (select org_id from orgs where org_id = $1 union select o.org_id from orgs o join r on true) select 1 from r",
    "delete from tasks where org_id = $1 and due_at < $2::timestamptz - interval '1 day'",
]


@pytest.mark.parametrize(("rule", "sql"), PLANTED)
def test_each_shape_is_refused(rule: str, sql: str, catalogue: Catalogue) -> None:
    found = [name for name, check in RULES.items() if [*check(constant("planted", sql, counts=True), catalogue)]]
    assert rule in found


@pytest.mark.parametrize("sql", SOUND)
def test_what_a_cluster_plans_is_accepted(sql: str, catalogue: Catalogue) -> None:
    assert broken(breaches([constant("sound", sql, counts=True)], catalogue)) == []


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("definer_on_tenant", "begin if exists (select from students where org_id = 1) then return; end if; end"),
        ("definer_on_tenant", "declare n integer := (select count(*) from students where org_id = 1); begin return; end"),
        ("locks_without_key", "begin perform 1 from claims where org_id = 1 for update; end"),
        ("counts_skipped", "declare n int; begin insert into devices (device_id) select p on conflict do nothing; get diagnostics n = row_count; end"),
        ("counts_skipped", "begin insert into devices (device_id) select p on conflict do nothing; if not found then return; end if; end"),
        ("many_under_exclusion", "begin insert into claims (subject_id) select p on conflict do nothing; end"),
    ],
)  # fmt: skip
def test_each_shape_is_refused_in_a_function(rule: str, body: str, catalogue: Catalogue) -> None:
    unit = function(PLPGSQL.format(body), body, name="planted", definer=True, arguments=["p"])
    assert [*RULES[rule](unit, catalogue)]


def test_a_function_in_sql_is_read_as_well(catalogue: Catalogue) -> None:
    body = "select 1 from students where student_id = p"
    unit = function("", body, name="planted", definer=True, arguments=["p"])
    assert [*RULES["definer_on_tenant"](unit, catalogue)] == ["students"]


@pytest.mark.parametrize(
    ("create", "body"),
    [
        ("", "select 1 from claims c where c.subject_id = any (p)"),
        (
            PLPGSQL.replace("definer as", "definer set plan_cache_mode = force_generic_plan as"),
            "begin perform 1 from claims c where c.subject_id = any (p); end",
        ),
    ],
)
def test_several_shards_are_not_asked_by_a_fixed_plan(create: str, body: str, catalogue: Catalogue) -> None:
    unit = function(create.format(body), body, name="planted", definer=True, arguments=["p"])
    assert [*RULES["shards_unplanned"](unit, catalogue)] == ["subject_id"]


def test_every_rule_is_seen_to_refuse() -> None:
    assert {rule for rule, _ in PLANTED} | {"definer_on_tenant", "shards_unplanned"} == set(RULES)
