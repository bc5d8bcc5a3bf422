insert into import_audit by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').started_at + to_microseconds(
    epoch_us(uuid_extract_timestamp(uuidv7())) - epoch_us(getvariable('batch').begun)) as happened_at,
  getvariable('ask').actor as actor,
  'batch.completed' as event,
  'processing' as from_status,
  'completed' as to_status,
  concat(getvariable('batch').table_name, ' ', getvariable('batch').operation, ' ',
    getvariable('batch').batch_number, ', attempt ', getvariable('batch').attempt) as detail
where getvariable('batch') is not null
