-- A span of a random second, far apart, so that two of them never meet.
\set who random(0, 63)
\set slot random(0, 8000000000000)
insert into limits.spans (subject_id, span_id, during)
values (lpad(to_hex(:who::bigint), 32, '0')::uuid, uuidv7(),
  tstzrange(timestamptz '2027-01-01 00:00:00Z' + interval '1 second' * :slot::bigint,
            timestamptz '2027-01-01 00:00:10Z' + interval '1 second' * :slot::bigint));
