-- The relay removes what is finished, and nothing that is still to be done.
create policy relay_removes on tasks as restrictive for delete to xinqiao_relay
using (state in ('done', 'cancelled', 'failed'));
