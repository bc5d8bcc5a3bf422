-- Change a job's state only from the state it was read in. One that is held can only be given up.
update import_jobs
set
  status = $to::varchar,
  held = $held::varchar,
  updated_at = $now::timestamp,
  finished_at = case when $finished::boolean then $now::timestamp else finished_at end,
  outcome = coalesce($outcome::varchar, outcome)
where job_id = $job_id::uuid and status = $from::varchar
  and (held is null or $to::varchar in ('cancelled', 'rolling_back'))
