-- Open the rows of a full extract that the target does not already have; what is the same stays untouched.
insert into /* @target */ activity by name
select
  s.* exclude (job_id, operation, row_no, line),
  /* @derived */ 'enterprise' as entity_type, /* @end */
  getvariable('batch').snapshot_date as _snapshot_date,
  getvariable('batch').extract_number as _extract_number,
  true as _is_current,
  s.job_id as _job_id
from /* @rows */ import_staging_activity /* @end */ as s
where not exists (
  select 1 from /* @target */ activity as t
  where t._is_current and t._entity_key = s._entity_key
    and (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
    and t._job_id <> getvariable('batch').job_id)
