-- N2: wrong codes at a lecture's check-in are counted for each person, so that nobody guesses one at home.
create table lecture_tries (
  org_id bigint not null,
  lecture_id uuid not null,
  account_id uuid not null,
  failures integer not null,
  since timestamptz not null,
  primary key (org_id, lecture_id, account_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id)
);
comment on table lecture_tries is 'Goes with the right code, with a tick by hand, and after a while with the next wrong code.';
call tenant_table('lecture_tries', 'select, insert, update, delete');
