-- Who gave a colleague their first part that opens reports stays noted. Taking a part away and giving it back noted the giver as a new one, and
-- closed the reports about that giver to who had seen them before.
alter table staff add column had_part boolean not null default false;
alter table staff add column had_role boolean not null default false;
update staff s set had_part = true, had_role = s.roles && '{counsellor,leader,grade_lead}' or s.appointed_by is not null
where s.roles && '{counsellor,leader,grade_lead}' or s.appointed_by is not null
  or exists (select from class_staff c where c.org_id = s.org_id and c.staff_id = s.staff_id and c.part = 'class_teacher');
comment on column staff.had_part is 'Whether they have or ever had a part that opens reports: a role or a class. Who had one keeps appointed_by as it is.';
comment on column staff.had_role is 'Whether they have or ever had such a role. While nobody of the school had one, its first list is still coming.';
comment on column staff.appointed_by is 'Who gave them their first part that opens reports, unless it came with the first list; they do not see reports about that person.';
