-- What was true then, with the names of then, at an extract by its number or at a day. One parameter takes both: a file
-- that an earlier version made cannot hold typed ones.

create view register_extract as
select extract_number, extract_type, snapshot_date, job_id, finished_at as imported_at
from import_jobs
where dataset = 'daily-update' and status = 'completed' and outcome <> 'failed' and not dry_run;

create macro extract_of(moment) as
  case
    when moment is null then null
    when try_cast(moment::varchar as integer) is not null then try_cast(moment::varchar as integer)
    when try_cast(moment::varchar as date) is null then error('An extract is meant by its number or by a day, such as date ''2025-02-01''.')
    else (
      select max(extract_number) from register_extract
      where snapshot_date <= try_cast(moment::varchar as date))::integer
  end;

create or replace macro enterprise_at(moment) as table
  select
    e.* replace (
      coalesce(b.nl, b.fr, b.unknown, b.de, b.en, e.entity_number) as primary_name,
      case
        when b.nl is not null then '2' when b.fr is not null then '1' when b.unknown is not null then '0'
        when b.de is not null then '3' when b.en is not null then '4' end as primary_name_language,
      b.nl as primary_name_nl,
      b.fr as primary_name_fr,
      b.de as primary_name_de)
  from enterprise as e
  left join (
    -- The rule of sql/apply/resolve_names/best.sql, on the names of then.
    select
      d.entity_number,
      max(d.denomination) filter (where d.language = '2') as nl,
      max(d.denomination) filter (where d.language = '1') as fr,
      max(d.denomination) filter (where d.language = '0') as unknown,
      max(d.denomination) filter (where d.language = '3') as de,
      max(d.denomination) filter (where d.language = '4') as en
    from denomination as d
    where d.type_of_denomination = '001'
      and d._extract_number <= extract_of(moment)
        and (d._deleted_at_extract is null or d._deleted_at_extract > extract_of(moment))
    group by d.entity_number
  ) as b using (entity_number)
  where e._extract_number <= extract_of(moment)
    and (e._deleted_at_extract is null or e._deleted_at_extract > extract_of(moment));

create or replace macro establishment_at(moment) as table
  select
    e.* replace (
      coalesce(b.nl, b.fr, b.unknown, b.de, b.en) as commercial_name,
      case
        when b.nl is not null then '2' when b.fr is not null then '1' when b.unknown is not null then '0'
        when b.de is not null then '3' when b.en is not null then '4' end as commercial_name_language)
  from establishment as e
  left join (
    -- The rule of sql/apply/resolve_names/best.sql, on the names of then.
    select
      d.entity_number,
      max(d.denomination) filter (where d.language = '2') as nl,
      max(d.denomination) filter (where d.language = '1') as fr,
      max(d.denomination) filter (where d.language = '0') as unknown,
      max(d.denomination) filter (where d.language = '3') as de,
      max(d.denomination) filter (where d.language = '4') as en
    from denomination as d
    where d.type_of_denomination = '003'
      and d._extract_number <= extract_of(moment)
        and (d._deleted_at_extract is null or d._deleted_at_extract > extract_of(moment))
    group by d.entity_number
  ) as b using (entity_number)
  where e._extract_number <= extract_of(moment)
    and (e._deleted_at_extract is null or e._deleted_at_extract > extract_of(moment));

create or replace macro denomination_at(moment) as table
  select * from denomination as t
  where t._extract_number <= extract_of(moment)
    and (t._deleted_at_extract is null or t._deleted_at_extract > extract_of(moment));

create or replace macro address_at(moment) as table
  select * from address as t
  where t._extract_number <= extract_of(moment)
    and (t._deleted_at_extract is null or t._deleted_at_extract > extract_of(moment));

create or replace macro contact_at(moment) as table
  select * from contact as t
  where t._extract_number <= extract_of(moment)
    and (t._deleted_at_extract is null or t._deleted_at_extract > extract_of(moment));

create or replace macro activity_at(moment) as table
  select * from activity as t
  where t._extract_number <= extract_of(moment)
    and (t._deleted_at_extract is null or t._deleted_at_extract > extract_of(moment));

create or replace macro branch_at(moment) as table
  select * from branch as t
  where t._extract_number <= extract_of(moment)
    and (t._deleted_at_extract is null or t._deleted_at_extract > extract_of(moment));
