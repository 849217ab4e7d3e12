-- A list that is applied during a leave may take a class from who is away: then the leave does not give it back.
grant delete on staff_leave_lessons to xinqiao_app;
