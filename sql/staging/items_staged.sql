select 'step' as fact, /* @name */ 'embed:document_chunks' /* @end */ as name, coalesce(sum(len(/* @list */ _chunks)), 0)::bigint as rows
from /* @staging */ import_staging_document
where job_id = $job_id::uuid
