-- The jobs of a dataset that guards look at, oldest first, but for those that came to nothing, and how many batches each has and has applied.
select
  j.job_id, j.status, j.held, j.outcome, j.dry_run, j.content_hash, j.schema_version,
  (j.source->>'$.bytes')::bigint as source_bytes, j.source->>'$.name' as source_name, j.extract_number, j.extract_type,
  j.snapshot_date, j.title, j.finished_at,
  j.started_at, j.options, (
    select count(*) from import_job_batches as b
    where b.job_id = j.job_id) as planned_batches, (
    select count(*) from import_job_batches as b
    where b.job_id = j.job_id and b.status = 'completed') as applied_batches
from import_jobs as j
where j.dataset = $dataset::varchar and j.error is null
order by j.started_at, j.job_id
