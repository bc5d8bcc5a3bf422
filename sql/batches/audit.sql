-- A line in the audit log for every batch that is about to change its state together with others.
insert into import_audit by name
select
  job_id,
  $now::timestamp as happened_at,
  $actor::varchar as actor,
  $event::varchar as event,
  status as from_status,
  $to::varchar as to_status,
  concat(table_name, ' ', operation, ' ', batch_number, ', attempt ', attempt) as detail
from import_job_batches
where job_id = $job_id::uuid
  and list_contains(from_json($statuses::json, '["VARCHAR"]'), status)
  and ($exhausted_at::timestamp is null
    or (lease_until <= $exhausted_at::timestamp and attempt >= max_attempts))
