-- What was told, the newest first; of a feed also what its imports told.
select
  delivery_id, channel, address, event, job_id, feed_id, status, attempts, answer, created_at, due_at, settled_at
from outbox
where ($job_id::uuid is null or job_id = $job_id::uuid)
  and (
    $feed_id::uuid is null
    or feed_id = $feed_id::uuid
    or job_id in (select unnest(jobs::uuid[]) from feed_run where feed_id = $feed_id::uuid)
  )
order by created_at desc, delivery_id
limit $limit::integer
