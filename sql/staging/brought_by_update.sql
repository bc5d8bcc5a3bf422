-- How many rows an update brings to a table beyond those that take the place of one that its delete keys left current.
select count(*) as rows
from /* @staging */ import_staging_activity as s
where s.job_id = $job_id::uuid and s.operation = 'insert'
  and not exists (
    select 1 from import_staging_duplicates as d
    where d.job_id = s.job_id and d.table_name = /* @name */ 'activity' /* @end */ and d.operation = 'insert'
      and d.row_no = s.row_no)
  and not exists (
    select 1 from /* @target */ activity as t
    where t._is_current and t._entity_key = s._entity_key
      and (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
      and t._entity_key not in (
        select _entity_key from /* @staging */ import_staging_activity
        where job_id = $job_id::uuid and operation = 'delete'))
