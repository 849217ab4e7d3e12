-- A school's own words in its spreadsheets, settled once: sheets, headings and values. And the year that a person chose for a file.
create table roster_words (
  org_id bigint not null,
  kind text not null,
  word text not null,
  meaning text not null,
  updated_at timestamptz not null,
  primary key (org_id, kind, word),
  constraint roster_words_kind_check
    check (kind in ('sheet', 'classes', 'students', 'guardians', 'staff', 'sex', 'relation', 'role', 'class')),
  constraint roster_words_word_check check (char_length(word) between 1 and 60),
  constraint roster_words_meaning_check check (char_length(meaning) <= 60)
);
call tenant_table('roster_words', 'select, insert, update, delete');
alter table roster_imports add column school_year smallint;
alter table roster_imports add constraint roster_imports_school_year_check
  check (school_year between 2000 and 2100) not valid;
comment on table roster_words is 'What headings and values mean in this school''s files. No text about a person.';
