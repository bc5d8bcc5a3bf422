select table_name, operation, count(*) as batches
from import_job_batches
where job_id = $job_id::uuid
group by all
