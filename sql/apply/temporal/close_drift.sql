-- Close what is still current under an identity that is inserted again: its delete key never came, or it is mended. Where nothing
-- is suspected the condition is false before the target is looked at.
update /* @target */ activity as t
set
  _is_current = false,
  _deleted_at_extract = getvariable('batch').extract_number,
  _closed_job_id = getvariable('batch').job_id
from /* @rows */ import_staging_activity /* @end */ as s
where getvariable('suspects') > 0
  and t._is_current
  and /* @older */ t._job_id <> getvariable('batch').job_id /* @end */
  and t._entity_key = s._entity_key
  and (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
