select *
from import_job_batches
where job_id = $job_id::uuid
  and ($table_name::varchar is null or table_name = $table_name::varchar)
  and ($operation::varchar is null or operation = $operation::varchar)
  and ($status::varchar is null or status = $status::varchar)
order by position, batch_number
limit $limit::integer offset $offset::bigint
