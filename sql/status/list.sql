-- Imports newest first, each with where it stands; one page behind a cursor.
with page as (
  select *
  from import_jobs
  where ($dataset::varchar is null or dataset = $dataset::varchar)
    and ($status::varchar is null or status = $status::varchar)
    and ($dry_run::boolean is null or dry_run = $dry_run::boolean)
    and ($waiting::boolean is null
      or $waiting::boolean = (held is not null or status = 'paused' or (status = 'failed' and error is null)))
    and ($projects::varchar is null or list_contains(from_json($projects::varchar, '["VARCHAR"]'), project_id))
    and ($datasets::varchar is null or list_contains(from_json($datasets::varchar, '["VARCHAR"]'), dataset))
    and ($started_before::timestamp is null
      or (started_at, job_id) < ($started_before::timestamp, $job_before::uuid))
  order by started_at desc, job_id desc
  limit $limit::integer
)
select
  j.job_id, j.dataset, j.title, j.status, j.held, j.outcome, j.dry_run, j.extract_number, j.extract_type,
  (j.source->>'$.bytes')::bigint as source_bytes, j.content_hash, j.started_at, j.started_by, j.finished_at,
  coalesce(b.total, 0) as total,
  coalesce(b.completed, 0) as completed,
  coalesce(b.failed, 0) as failed,
  coalesce(b.rows_done, 0) + coalesce(u.rows, 0) as rows_done,
  coalesce(b.rows_total, 0) + coalesce(u.rows, 0) as rows_total,
  coalesce(e.row_errors, 0) as row_errors
from page as j
left join (
  select
    job_id,
    count(*) as total,
    count(*) filter (where status = 'completed') as completed,
    count(*) filter (where status = 'failed') as failed,
    coalesce(sum(records) filter (where status = 'completed' and operation <> 'mend'), 0)::bigint as rows_done,
    coalesce(sum(records) filter (where operation <> 'mend'), 0)::bigint as rows_total
  from import_job_batches
  where job_id in (select job_id from page)
  group by job_id
) as b using (job_id)
left join (
  select job_id, sum(rows)::bigint as rows
  from (
    select job_id, max(last_row) as rows
    from import_job_files
    where job_id in (select job_id from page) and unplanned
    group by job_id, table_name, operation
  )
  group by job_id
) as u using (job_id)
left join (
  select job_id, sum(errors)::bigint as row_errors
  from (
    select job_id, count(*) as errors
    from import_row_errors
    where job_id in (select job_id from page) and code <> 'lost_current_row'
    group by job_id
    union all
    select job_id, errors from import_row_error_counts where job_id in (select job_id from page)
  )
  group by job_id
) as e using (job_id)
order by j.started_at desc, j.job_id desc
