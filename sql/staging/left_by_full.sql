-- How many current rows a table has, and has once a full extract is applied: those that are in it.
select
  /* @name */ 'activity' /* @end */ as table_name,
  (select count(*) from /* @target */ activity where _is_current) as now,
  (select count(*) from /* @staging */ import_staging_activity where job_id = $job_id::uuid and operation = 'insert')
    - (select count(*) from import_staging_duplicates
      where job_id = $job_id::uuid and table_name = /* @name */ 'activity' /* @end */ and operation = 'insert') as after
