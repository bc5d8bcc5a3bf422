select run_id, due_at, begun_at, ended_at, started_by, result, message, missed, jobs
from feed_run
where feed_id = $feed_id::uuid
order by begun_at desc, run_id
limit $limit::integer
