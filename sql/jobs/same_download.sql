-- The job in the background that is to fetch the same address with the same options, as long as nobody knows what it holds.
select job_id
from import_jobs
where dataset = $dataset::varchar
  and status = 'preparing'
  and content_hash is null
  and (options ->> 'run') = 'background'
  and (source ->> 'url') = $url::varchar
  and options::varchar = $options::varchar
order by started_at
limit 1
