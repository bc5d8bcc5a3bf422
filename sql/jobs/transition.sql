-- Change a job's state only from the state it was read in.
update import_jobs
set
  status = $to::varchar,
  updated_at = $now::timestamp,
  finished_at = case when $finished::boolean then $now::timestamp else finished_at end,
  outcome = coalesce($outcome::varchar, outcome)
where job_id = $job_id::uuid and status = $from::varchar
