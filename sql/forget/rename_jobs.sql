update import_jobs as j
set title = n.title, options = n.options, source = n.source, warnings = n.warnings, error = n.error
from (
  select unnest(from_json(
    $jobs::varchar,
    '[{"job_id":"UUID","title":"VARCHAR","options":"JSON","source":"JSON","warnings":"JSON","error":"JSON"}]'), recursive := true)
) as n
where j.job_id = n.job_id
