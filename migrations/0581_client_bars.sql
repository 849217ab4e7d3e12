-- A centre has no roster of the schools that it serves. Such a school says whom a court's order bars from a child, so that nothing about
-- the child is there for them here either, whatever they are here, now or later.
create table client_bars (
  org_id bigint not null,
  account_id uuid not null,
  student_id uuid not null,
  client_org_id bigint not null,
  primary key (org_id, account_id, student_id, client_org_id)
);
comment on table client_bars is 'Of a centre: a school that it serves has a court''s order on record that bars this person from the student. No reason, no paper.';
call tenant_table('client_bars', 'select, insert, delete');
-- The door asks who may stand behind a code or a number.
create policy door on client_bars to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select on client_bars to xinqiao_door;
insert into client_bars (org_id, account_id, student_id, client_org_id)
select c.provider_org_id, g.guardian_id, g.student_id, g.org_id
from guardianships g join org_catchments c on c.client_org_id = g.org_id
where g.barred;
