select
  delivery_id, channel, address, event, job_id, feed_id, status, attempts, answer, created_at, due_at, settled_at
from outbox
where ($job_id::uuid is null or job_id = $job_id::uuid) and ($feed_id::uuid is null or feed_id = $feed_id::uuid)
order by created_at desc, delivery_id
limit $limit::integer
