-- Once more for a job that has done so before: what a row held before all of it is kept.
/* @row_key */ t.id::varchar /* @end */ not in (
  select row_key from import_undo
  where job_id = getvariable('batch').job_id
    and table_name = getvariable('batch').table_name
    and operation = getvariable('batch').operation)
