-- Imports that still read one of these files.
select job_id, title, 1 as rows from import_jobs
where status in ('preparing', 'ready', 'processing', 'paused', 'finalizing', 'failed', 'rolling_back')
  and list_contains(from_json($files::varchar, '["VARCHAR"]'), source->>'$.filename')
order by started_at
