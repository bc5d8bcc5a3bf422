insert into /* @target */ contact_person by name
select
  /* @added */ s.id, s._entity_key, s.email /* @end */,
  s.job_id as imported_from,
  getvariable('batch').started_at as created_at,
  getvariable('batch').started_at as updated_at,
  s.job_id as _job_id
from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
where s._target_id is null
