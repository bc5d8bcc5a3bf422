insert into feed by name
select
  $feed_id::uuid as feed_id, $name::varchar as name, $dataset::varchar as dataset, $project_id::varchar as project_id,
  $source::json as source, $options::json as options, $schedule::varchar as schedule, $time_zone::varchar as time_zone,
  $notify::varchar as notify, $webhook_url::varchar as webhook_url, $ping_url::varchar as ping_url,
  $stale_after::double as stale_after, $paused::boolean as paused, $next_run_at::timestamp as next_run_at,
  '{}'::json as seen, false as failing, false as stale,
  $actor::varchar as created_by, $now::timestamp as created_at, $now::timestamp as updated_at
where not exists (select 1 from feed where name = $name::varchar)
