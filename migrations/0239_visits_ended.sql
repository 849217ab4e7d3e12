-- In which part somebody visits a family: the class teacher's place goes to whoever is class teacher of the student next.
alter table visit_team add column part text not null default 'colleague';
alter table visit_team add constraint visit_team_part_check check (part in ('class_teacher', 'colleague')) not valid;
comment on column visit_team.part is 'A class teacher visits as long as they are class teacher of the student.';
alter table visit_team add column left_at timestamp with time zone;
comment on column visit_team.left_at is 'Since when somebody else visits instead, or nobody.';
update visit_team m set part = 'class_teacher'
from visits v where v.org_id = m.org_id and v.visit_id = m.visit_id and v.proposed_by = m.staff_id;
grant update (part, left_at) on visit_team to xinqiao_app;

-- Why a visit changed, if not by somebody who takes part.
alter table visits add column changed_for text;
alter table visits add constraint visits_changed_for_check
  check (changed_for in ('nobody_comes', 'student_left', 'family_left', 'team_changed', 'asked_again')) not valid;
comment on column visits.changed_for is 'Why the newest change was made when somebody''s part ended. Null: somebody who takes part made it.';
