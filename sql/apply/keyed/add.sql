insert into /* @target */ contact_person by name
select
  /* @added */ s.id, s._entity_key, s.email /* @end */,
  s.job_id as imported_from,
  getvariable('batch').started_at as created_at,
  getvariable('batch').started_at as updated_at,
  s.job_id as _job_id
from /* @rows */ import_staging_contact_person /* @end */ as s
join /* @found */ (select 1 as row_no, false as changed) /* @end */ as m
  on m.row_no = s.row_no and not m.changed
