-- How many current rows a table has, and how many the delete keys of an update leave of them.
select table_name, now, now - closed as after
from (
  select
    /* @name */ 'activity' /* @end */ as table_name,
    (select count(*) from /* @target */ activity where _is_current) as now,
    (
      select count(*) from /* @target */ activity
      where _is_current and _entity_key in (
        select _entity_key from /* @staging */ import_staging_activity
        where job_id = $job_id::uuid and operation = 'delete')
    ) as closed
)
