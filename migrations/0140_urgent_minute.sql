-- What is urgent: who opened and read it, the first steps, and two people to close it.

-- Who opened a case and who read its text. Both are staff who own it; the observer is never among them by filing.
create table observation_openings (
  org_id bigint not null,
  observation_id uuid not null,
  account_id uuid not null,
  opened_at timestamptz not null,
  read_at timestamptz,
  primary key (org_id, observation_id, account_id),
  foreign key (org_id, observation_id) references observations (org_id, observation_id)
);
comment on column observation_openings.opened_at is 'When they first opened the case: its first steps, without the text.';
comment on column observation_openings.read_at is 'When they first opened the text. Null: not yet.';

-- The first of two people has asked to close an urgent one. It is gone once it is closed, refused or raised.
create table observation_closings (
  org_id bigint not null,
  observation_id uuid not null,
  outcome text not null check (outcome in ('helped', 'no_concern', 'unfounded', 'referred', 'family_told')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (org_id, observation_id),
  foreign key (org_id, observation_id) references observations (org_id, observation_id)
);

call tenant_table('observation_openings', 'select, insert, update');
call tenant_table('observation_closings', 'select, insert, update, delete');

-- A first step has an answer that is shown without the authenticator; anything else about it is a sealed note.
alter table observation_steps add column answer text;
comment on column observation_steps.answer is 'Of a first step: one of a few words, so that colleagues see it before they can open sealed text.';
-- The new check takes its place below; what the version before writes fits it.
-- squawk-ignore ban-drop-constraint
alter table observation_steps drop constraint observation_steps_kind_check;
-- The same.
-- squawk-ignore ban-drop-constraint
alter table observation_steps drop constraint observation_steps_check;
alter table observation_steps
  add constraint observation_steps_kind_check check (kind in ('taken_up', 'follow_up', 'family_told', 'raised', 'close_asked',
    'close_refused', 'closed', 'child_where', 'child_with', 'guardian', 'called')) not valid,
  add constraint observation_steps_note check (
    case when kind = 'taken_up' then note_id is null
         when kind in ('follow_up', 'family_told', 'raised', 'close_asked', 'close_refused') then note_id is not null
         when answer = 'not_told' then note_id is not null
         else true end) not valid,
  add constraint observation_steps_answer_check check (
    case kind when 'child_where' then coalesce(answer in ('at_school', 'at_home', 'elsewhere', 'unknown'), false)
              when 'child_with' then coalesce(answer in ('staff', 'guardian', 'other', 'nobody'), false)
              when 'guardian' then coalesce(answer in ('told', 'not_reached', 'not_told'), false)
              when 'called' then coalesce(answer in ('counsellor', 'leader', 'police', 'ambulance', 'helpline'), false)
              else answer is null end) not valid;
