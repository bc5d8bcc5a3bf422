-- A row of these tables holds what the latest import said: where a later one has written it, a mended row comes too late.
insert into import_row_errors by name
select
  s.job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  '' as file,
  s.line,
  s.row_no,
  'superseded' as code,
  concat('Extract ', later.extract_number, ', which came later, has written this row: it cannot be mended any more.') as message,
  'conflict' as category,
  '[]'::json as faults
from /* @rows */ import_staging_code /* @end */ as s
join /* @target */ code as t on (/* @same_identity */ s.code = t.code /* @end */)
join import_jobs as later on later.job_id = t._job_id
where later.started_at > (select started_at from import_jobs where job_id = getvariable('batch').job_id)
