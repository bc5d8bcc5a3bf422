insert into /* @target */ code by name
select s.* exclude (job_id, operation, row_no, line), s.job_id as _job_id
from /* @rows */ import_staging_code /* @end */ as s
where not exists (
  select 1 from /* @target */ code as t where (/* @same_identity */ s.code = t.code /* @end */))
