-- What a dry run would change in one keyed table, row by row.
with compared as (
  select
    case when t.id is null then 'new' when (/* @changed */ s.city is distinct from t.city /* @end */) then 'changed'
      else 'unchanged' end as kind,
    case when t.id is not null then to_json(/* @before */ {'city': t.city} /* @end */) end as before,
    case when t.id is null then to_json(/* @arriving */ {'city': s.city} /* @end */)
      else to_json(/* @combined */ {'city': s.city} /* @end */) end as after,
    s.row_no
  from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
  left join /* @target */ contact_person as t on t.id = s._target_id
)
select
  count(*) filter (where kind = 'new') as new,
  count(*) filter (where kind = 'changed') as changed,
  count(*) filter (where kind = 'unchanged') as unchanged,
  0 as closed,
  list({'kind': kind, 'before': before, 'after': after} order by kind, row_no) filter (where sampled) as sample
from (
  select *, kind <> 'unchanged'
      and row_number() over (partition by kind <> 'unchanged' order by kind, row_no) <= 10 as sampled
  from compared
)
