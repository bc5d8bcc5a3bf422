-- What a batch is about to add, and what it is about to change as it was, so that its undoing touches these rows and
-- no others. A digest of what it writes is enough to tell later whether somebody else has changed them.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  getvariable('batch').batch_number as batch_number,
  coalesce(t.id, s.id)::varchar as row_key,
  case when t.id is not null then to_json(/* @before */ {'city': t.city} /* @end */) end as before,
  to_json(md5(to_json(/* @combined */ {'city': s.city} /* @end */)::varchar)) as after
from /* @rows */ import_staging_contact_person /* @end */ as s
join /* @found */ (select 1 as row_no, null::uuid as target_id, true as changed) /* @end */ as m
  on m.row_no = s.row_no and (m.changed or m.target_id is null)
left join /* @target */ contact_person as t on t.id = m.target_id
