select table_name, operation, count(*) as duplicates
from import_staging_duplicates
where job_id = $job_id::uuid
group by all
