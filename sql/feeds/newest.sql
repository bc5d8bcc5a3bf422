-- How old the data of a feed is: of the register the day it was true, of others when it came, by itself or since a person let it.
select
  f.feed_id,
  case
    when f.dataset = 'daily-update' then (select max(snapshot_date)::timestamp from register_extract)
    else greatest(f.data_at, if(j.status = 'completed' and j.outcome <> 'failed', j.finished_at, null))
  end as data_at
from feed as f
left join import_jobs as j on j.job_id = f.job_id
where $feed_id::uuid is null or f.feed_id = $feed_id::uuid
