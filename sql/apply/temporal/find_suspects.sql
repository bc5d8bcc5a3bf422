-- How many rows are still current, from before what is inserted, under the keys of an insert batch: nearly always none,
-- since the deletes came first, and then nothing further needs to be compared.
set variable suspects = (
  select count(*)
  from /* @target */ activity as t
  where t._is_current
    and /* @older */ t._job_id <> getvariable('batch').job_id /* @end */
    and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
)
