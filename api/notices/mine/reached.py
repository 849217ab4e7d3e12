"""SQL of which notices reach a person by today's roster, as a statement begins with it."""

from typing import LiteralString

from api.messages.audiences.service import LEFT_OUT, TIES

# The notices that reach the person $2 by today's roster, and those they opened when it said so; a child who has left, or is no
# longer theirs, is not among `student_ids`.
_TIES = """
with ties as (
  select i.student_id, i.part, i.groups, i.beside from (
"""
_OF = """
) i where i.account_id = $2
), reached as (
  select n.notice_id, i.student_id
  from ties i
  cross join lateral unnest(i.groups) as u (name)
  join broadcast_groups p on p.org_id = $1 and p.name = u.name
  join notices n on n.org_id = $1 and n.notice_id = p.broadcast_id
  where i.part = any (n.parts) and not LEFT_OUT
  union
  select r.notice_id, i.student_id
  from notice_recipients r
  join ties i on i.student_id = any (r.student_ids) or (i.student_id is null and r.as_staff)
  where r.org_id = $1 and r.account_id = $2
), mine as (
  select d.notice_id, bool_or(d.student_id is null) as as_staff, array_agg(d.student_id) as student_ids,
    array_agg(coalesce(d.student_id, $2)) as stand_for
  from reached d group by d.notice_id
)
"""


def reached(ties: LiteralString = TIES) -> LiteralString:
    """`mine (notice_id, as_staff, student_ids, stand_for)`, of the person $2 in the organisation $1; `stand_for`: the same children, and $2 as staff; `ties`: those that the person can have."""
    return (
        _TIES
        + ties
        + _OF.replace("LEFT_OUT", LEFT_OUT.replace("$3::text[]", "n.except_groups").replace("$3", "n.except_groups"))
    )
