select coalesce(sum(len(/* @list */ _chunks)), 0)::bigint as keys
from /* @staging */ import_staging_document
where job_id = $job_id::uuid
