select operation, status, attempt, records, duration_ms, phase
from import_job_batches
where job_id = $job_id::uuid
  and table_name = $table_name::varchar
  and batch_number = $batch_number::integer
  and ($operation::varchar is null or operation = $operation::varchar)
order by phase
limit 1
