insert into import_audit by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').started_at as happened_at,
  getvariable('ask').actor as actor,
  'batch.claimed' as event,
  null as from_status,
  'processing' as to_status,
  concat(getvariable('batch').table_name, ' ', getvariable('batch').operation, ' ',
    getvariable('batch').batch_number, ', attempt ', getvariable('batch').attempt) as detail
where getvariable('batch') is not null
