set variable counts = (
  select map {'closed': count(*)}
  from /* @target */ activity as t
  where t._closed_job_id = getvariable('batch').job_id
    and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
)
