-- Staged rows whose identity comes again further down their file. Hashes first, in passes: only rows whose hash
-- repeats are compared whole, and memory stays flat however long the file is.
with repeated as (
  select hash(/* @identity */ entity_number /* @end */) as identity_hash
  from /* @staging */ import_staging_enterprise
  where job_id = $job_id::uuid and operation = /* @operation */ 'insert' /* @end */
    and hash(/* @identity */ entity_number /* @end */) % $passes::ubigint = $pass::ubigint
  group by identity_hash
  having count(*) > 1
)
select
  $job_id::uuid as job_id,
  /* @table */ 'enterprise' /* @end */ as table_name,
  /* @operation */ 'insert' /* @end */ as operation,
  row_no
from (
  select row_no, row_number() over (partition by /* @identity */ entity_number /* @end */ order by row_no desc) as place
  from /* @staging */ import_staging_enterprise
  where job_id = $job_id::uuid and operation = /* @operation */ 'insert' /* @end */
    and hash(/* @identity */ entity_number /* @end */) in (select identity_hash from repeated)
)
where place > 1
