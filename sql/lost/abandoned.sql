-- Things whose row is closed and whose new one is among those an import is closed without; what is staged goes with its end.
insert into import_lost_rows
select
  s.job_id,
  /* @name */ 'enterprise' /* @end */,
  (
    select any_value(file) from import_job_files
    where job_id = $job_id::uuid and table_name = /* @name */ 'enterprise' /* @end */ and operation = 'insert'),
  min(s.line),
  s./* @key */ entity_number
from /* @staging */ import_staging_enterprise as s
where s.job_id = $job_id::uuid and s.operation = 'insert'
  and s./* @key */ entity_number in (
    select /* @key */ entity_number from /* @target */ enterprise where _closed_job_id = $job_id::uuid)
  and s./* @key */ entity_number not in (select /* @key */ entity_number from /* @target */ enterprise where _is_current)
group by s.job_id, s./* @key */ entity_number
