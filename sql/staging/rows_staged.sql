select 'step' as fact, /* @name */ 'build_hierarchy:pages' /* @end */ as name, count(*) as rows
from /* @staging */ import_staging_enterprise
where job_id = $job_id::uuid
