-- Which extracts a dataset's tables have been through, and the last of them whose snapshot is not after a day.
select
  min(extract_number) as first,
  max(extract_number) as last,
  min(snapshot_date) as first_day,
  max(extract_number) filter (where snapshot_date <= $day::date) as of_day
from import_jobs
where dataset = $dataset::varchar and status = 'completed' and outcome <> 'failed' and not dry_run
