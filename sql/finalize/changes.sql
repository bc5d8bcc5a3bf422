-- What a dry run would change in one table, row by row: the staged rows beside what is current under the keys
-- they replace (of a full extract: all keys).
with arriving as (
  select * from /* @staging */ import_staging_enterprise
  where job_id = $job_id::uuid and operation = 'insert'
    and row_no not in (
      select row_no from import_staging_duplicates
      where job_id = $job_id::uuid and table_name = /* @table */ 'enterprise' /* @end */ and operation = 'insert')
),
present as (
  select * from /* @target */ enterprise
  where _is_current
    and ($whole::boolean
      or _entity_key in (
        select _entity_key from /* @staging */ import_staging_enterprise
        where job_id = $job_id::uuid and operation = 'delete')
      or (/* @identity */ entity_number /* @end */) in (select (/* @identity */ entity_number /* @end */) from arriving))
),
compared as (
  select
    case
      when t._job_id is null then 'new'
      when s.job_id is null then 'closed'
      when (/* @same */ s.status is not distinct from t.status /* @end */) then 'unchanged'
      else 'changed'
    end as kind,
    case when t._job_id is not null then to_json(/* @before */ {'status': t.status} /* @end */) end as before,
    case when s.job_id is not null then to_json(/* @after */ {'status': s.status} /* @end */) end as after
  from arriving as s
  full outer join present as t on (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
)
select
  count(*) filter (where kind = 'new') as new,
  count(*) filter (where kind = 'changed') as changed,
  count(*) filter (where kind = 'unchanged') as unchanged,
  count(*) filter (where kind = 'closed') as closed,
  list({'kind': kind, 'before': before, 'after': after}) filter (where sampled) as sample
from (
  select *, kind <> 'unchanged' and row_number() over (partition by kind <> 'unchanged' order by kind) <= 10 as sampled
  from compared
)
