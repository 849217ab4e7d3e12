-- The names that a line of a list shows stand in the booking: lists joined four tables for them. They are written with the booking,
-- and again when a counsellor, a provider or a room is renamed. Empty until the service that writes them has started.
alter table bookings add column counsellor_name text not null default '';
alter table bookings add column provider_name_zh text not null default '';
alter table bookings add column provider_name_en text not null default '';
alter table bookings add column room_name text;

update bookings b
set counsellor_name = p.name, provider_name_zh = v.name_zh, provider_name_en = v.name_en
from booking_people p, providers v
where p.org_id = b.org_id and p.booking_id = b.booking_id and p.account_id = b.counsellor_id and p.part = 'counsellor'
  and v.org_id = b.org_id and v.provider_id = b.provider_id;
update bookings b set room_name = r.name from rooms r where r.org_id = b.org_id and r.room_id = b.room_id;
