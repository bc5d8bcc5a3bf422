-- Deliveries that nobody makes: due, or in hand for too long; of one import or feed, those it has just made due.
select delivery_id
from outbox
where ($job_id::uuid is null or job_id = $job_id::uuid)
  and ($feed_id::uuid is null or feed_id = $feed_id::uuid)
  and ((status = 'due'
      and (due_at <= $now::timestamp or (coalesce($job_id::uuid, $feed_id::uuid) is not null and attempts = 0)))
    or (status = 'sending' and taken_at <= $given_up_since::timestamp))
order by due_at, delivery_id
limit 20
