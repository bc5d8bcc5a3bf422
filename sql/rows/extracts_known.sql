-- Which extracts the tables of each dataset have been through, and the days of their snapshots.
select
  dataset,
  min(extract_number) as first,
  max(extract_number) as last,
  min(snapshot_date) as first_day,
  max(snapshot_date) as last_day
from import_jobs
where extract_number is not null and status = 'completed' and outcome <> 'failed' and not dry_run
group by dataset
