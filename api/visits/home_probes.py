"""Whether a family's first screen has anything of home visits: asked before what shows it is read."""

# Wider than `SELECT_VISITS_OF_FAMILY`: of any state.
HAS_COMING = """
select exists (
  select from visits v where v.org_id = $1 and v.student_id = any ($2) and v.starts_at >= $3)
"""
# Wider than `SELECT_UNANSWERED`: answered ones too, and two days longer than `rules.ANSWERED`, more than any time zone is behind.
HAS_AGREEMENTS = """
select exists (
  select from visits v join visit_agreements a on a.org_id = $1 and a.visit_id = v.visit_id
  where v.org_id = $1 and v.student_id = any ($2) and a.written_at >= $3::timestamptz - interval '32 days')
"""
