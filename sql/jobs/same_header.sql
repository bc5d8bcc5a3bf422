-- The last import of a file with the same header that was not given up or taken back.
select job_id, started_at, options
from import_jobs
where dataset = $dataset::varchar
  and (source->>'$.header_digest') = $header_digest::varchar
  and status not in ('cancelled', 'rolling_back', 'rolled_back')
  and error is null
order by started_at desc, job_id desc
limit 1
