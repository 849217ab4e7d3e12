-- The seats of students who had left their class were freed when somebody took another seat; now they end with the student's part.
update committee_members m set state = 'ended', version = m.version + 1
where m.state in ('asked', 'serving')
  and not exists (select 1 from students s where s.org_id = m.org_id and s.student_id = m.student_id and s.class_id = m.class_id and s.ended_at is null);
