-- Which row of the target each row of a stride is, whether it would change it, and what the journal keeps of that: what
-- the row holds, and a digest of what is written, which is enough to tell later whether somebody else has changed it.
(
  with matched as materialized (
    select * from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */
  ),
  there as (
    select * from /* @target */ contact_person
    where id in (select _target_id from matched where _target_id is not null)
  )
  select
    s.row_no,
    coalesce(t.id, s.id) as id,
    t.id is not null as known,
    t.id is not null and (/* @changed */ s.city is distinct from t.city /* @end */) as changed,
    case when t.id is not null and (/* @changed */ s.city is distinct from t.city /* @end */) then to_json(/* @before */ {'city': t.city} /* @end */) end as before,
    to_json(md5(to_json(/* @combined */ {'city': s.city} /* @end */)::varchar)) as after
  from matched as s
  left join there as t on t.id = s._target_id
)
