-- Open a current row for every accepted row of an insert batch.
insert into /* @target */ activity by name
select
  s.* exclude (job_id, operation, row_no, line),
  /* @derived */ 'enterprise' as entity_type, /* @end */
  getvariable('batch').snapshot_date as _snapshot_date,
  getvariable('batch').extract_number as _extract_number,
  true as _is_current,
  s.job_id as _job_id
from /* @rows */ import_staging_activity /* @end */ as s
