select table_name, operation, max(batch_number) as last
from import_job_batches
where job_id = $job_id::uuid
group by table_name, operation
