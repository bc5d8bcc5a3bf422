select happened_at as "at", actor, event, from_status, to_status, detail
from import_audit
where job_id = $job_id::uuid
order by happened_at, rowid
limit $limit::integer offset $offset::bigint
