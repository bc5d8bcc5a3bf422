insert into feed_run by name
select
  $run_id::uuid as run_id, $feed_id::uuid as feed_id, $due_at::timestamp as due_at, $now::timestamp as begun_at,
  $started_by::varchar as started_by, 'running' as result, $missed::integer as missed, '[]'::json as jobs
