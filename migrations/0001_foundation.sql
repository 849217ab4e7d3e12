-- Ground that every later file stands on: the tenant setting and the tree of organisations.
-- The four roles (xinqiao_owner, xinqiao_app, xinqiao_relay, xinqiao_figures) exist before any migration runs.

create extension if not exists btree_gist;

revoke all on schema public from public;
grant usage on schema public to xinqiao_app, xinqiao_relay, xinqiao_figures;
alter default privileges revoke execute on functions from public;

-- Tenant and actor of this transaction. `set local` and not `set_config`: the former reaches every node of a
-- distributed database, and `local` ends with the transaction, so that a pooled connection never carries it on.
create function app_enter(p_org bigint, p_account uuid) returns void
language plpgsql as $$
begin
  execute format('set local app.org_id = %L', p_org);
  execute format('set local app.account_id = %L', coalesce(p_account::text, ''));
end
$$;

-- The organisation this transaction acts in; definer functions ask it, so that none can be told another.
create function org_entered() returns bigint
language plpgsql stable as $$
declare
  v_org bigint := nullif(current_setting('app.org_id', true), '')::bigint;
begin
  if v_org is null then
    raise insufficient_privilege using message = 'no organisation is entered';
  end if;
  return v_org;
end
$$;
grant execute on function app_enter(bigint, uuid), org_entered() to xinqiao_app;

-- Every tenant table gets the same wall: its rows are seen and written only inside their own organisation.
create procedure tenant_table(p_table regclass, p_rights text)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('create policy tenant on %s to xinqiao_app using (org_id = nullif(current_setting(''app.org_id'', true), '''')::bigint)'
                 ' with check (org_id = nullif(current_setting(''app.org_id'', true), '''')::bigint)', p_table);
  execute format('grant %s on %s to xinqiao_app', p_rights, p_table);
end
$$;

-- Reference data: the tree of organisations is public, small and the same on every node. Org 0 is the platform itself.
create table orgs (
  org_id bigint primary key check (org_id >= 0),
  parent_org_id bigint references orgs (org_id),
  kind text not null check (kind in ('platform', 'school', 'bureau', 'centre', 'hotline', 'hospital')),
  name_zh text not null check (char_length(name_zh) between 1 and 100),
  name_en text not null check (char_length(name_en) between 1 and 100),
  time_zone text not null default 'Asia/Shanghai' check (char_length(time_zone) between 1 and 64),
  channels text[] not null default '{fcm,sms,mail}',
  fcm_enabled boolean not null default false,
  ended_at timestamptz
);
grant select on orgs to xinqiao_app, xinqiao_relay, xinqiao_figures;

-- C2: which schools' families a centre or station gives counselling to.
create table org_catchments (
  provider_org_id bigint not null references orgs (org_id),
  client_org_id bigint not null references orgs (org_id),
  primary key (provider_org_id, client_org_id)
);
grant select on org_catchments to xinqiao_app;

insert into orgs (org_id, kind, name_zh, name_en) values (0, 'platform', '心桥', 'Xinqiao')
on conflict (org_id) do nothing;
