insert into import_audit by name
select
  $job_id::uuid as job_id, $now::timestamp as happened_at, $actor::varchar as actor, $event::varchar as event,
  $from::varchar as from_status, $to::varchar as to_status, $detail::varchar as detail
