-- Things whose row an import closed, and whose new row, from the same import, could not be used or was in a batch it was closed
-- without: nothing was opened of them since. Of a row that could not be taken apart the number is what it begins with.
select e.job_id, /* @name */ 'enterprise' /* @end */ as table_name, e.file, e.line, e.number
from (
  select job_id, any_value(file) as file, min(line) as line, number
  from (
    select
      job_id, file, line,
      coalesce(
        record ->> /* @header */ 'EnterpriseNumber' /* @end */,
        nullif(regexp_extract(value, '^"?([0-9][0-9.]{11,12})"?,', 1), '')
      ) as number
    from (
      select job_id, table_name, operation, file, line, row_no, value, record from import_row_errors
      union all
      select job_id, table_name, operation, file, line, row_no, value, record from import_settled_rows
    )
    where table_name = /* @name */ 'enterprise' /* @end */ and operation = 'insert' and row_no is not null
    union all
    select job_id, file, line, number
    from import_lost_rows
    where table_name = /* @name */ 'enterprise' /* @end */
  )
  where job_id in (
    select job_id from import_jobs where dataset = $dataset::varchar and status in ('finalizing', 'completed') and not dry_run)
  group by job_id, number
) as e
where exists (
    select 1 from /* @target */ enterprise as t
    where t._closed_job_id = e.job_id and t./* @key */ entity_number = e.number)
  and not exists (
    select 1
    from /* @target */ enterprise as t
    join import_jobs as j on j.job_id = e.job_id
    where t./* @key */ entity_number = e.number and t._extract_number >= j.extract_number
      and t._closed_job_id is distinct from e.job_id)
