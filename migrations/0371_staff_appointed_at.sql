-- When a colleague got their first part by somebody's word: two whom the same person brought in this week do not close a report together.
-- Who teaches a class reads its reports, so a subject is such a part too. Colleagues of before keep what they had.
alter table staff add column appointed_at timestamptz;
comment on column staff.appointed_at is 'When appointed_by gave it to them; null where that was before it was noted, or nobody gave it.';
update staff s set had_part = true
where not s.had_part and exists (select from class_staff c where c.org_id = s.org_id and c.staff_id = s.staff_id);
