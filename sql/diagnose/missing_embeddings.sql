-- Rows of completed imports that have no embedding: their text was refused, or nobody has embedded it yet.
select
  t._job_id as job_id, j.title, j.status, $table_name::varchar as table_name, 'embed' as operation,
  count(*) filter (where not t.has_one) as count,
  concat(
    count(*) filter (where t.has_one), ' embedded, ',
    count(*) filter (where not t.has_one and t.embedding_status = 'failed'), ' refused, ',
    count(*) filter (where not t.has_one and t.embedding_status is distinct from 'failed'), ' pending') as detail
from (select _job_id, embedding is not null as has_one, embedding_status from /* @embedded */ qa_pair) as t
join import_jobs as j on j.job_id = t._job_id
where j.status = 'completed' and not j.dry_run and ($job_id::uuid is null or j.job_id = $job_id::uuid)
group by t._job_id, j.title, j.status, j.started_at
having count(*) filter (where not t.has_one) > 0
order by j.started_at
