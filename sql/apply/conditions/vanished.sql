-- A row from before this job, in the batch's range of keys, that a full extract no longer has or has with other
-- content.
t._is_current
and t._job_id <> getvariable('batch').job_id
and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
and not exists (
  select 1
  from /* @staging */ import_staging_activity as s
  where s.job_id = getvariable('batch').job_id
    and s.operation = 'insert'
    and s._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
    and s._entity_key = t._entity_key
    and not exists (
      select 1 from import_staging_duplicates as d
      where d.job_id = s.job_id and d.table_name = getvariable('batch').table_name
        and d.operation = 'insert' and d.row_no = s.row_no)
    and (/* @same */ s.entity_number is not distinct from t.entity_number /* @end */))
