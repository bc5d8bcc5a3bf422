update /* @target */ contact_person as t
set
  /* @assignments */ city = s.city, /* @end */
  updated_at = getvariable('batch').started_at,
  _job_id = getvariable('batch').job_id
from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
where t.id = s._target_id
  and (/* @changed */ s.city is distinct from t.city /* @end */)
