select /* @table */ 'enterprise' /* @end */ as table_name, /* @header */ 'Status' /* @end */ as header, /* @category */ 'Status' /* @end */ as category, /* @column */ status as code, count(*) as uses
from /* @staging */ import_staging_enterprise
where job_id = $job_id::uuid and operation = 'insert' and /* @column */ status is not null
group by all
