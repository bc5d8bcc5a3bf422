-- Runs of feeds that ended long ago, but the newest ones of each.
delete from feed_run
where ended_at < $before::timestamp
  and run_id not in (
    select unnest(arg_max(run_id, begun_at, $kept_runs::integer)) from feed_run group by feed_id)
