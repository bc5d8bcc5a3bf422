-- Close what is still current under an identity that is inserted again: its delete key never came.
update /* @target */ activity as t
set
  _is_current = false,
  _deleted_at_extract = getvariable('batch').extract_number,
  _closed_job_id = getvariable('batch').job_id
where t._is_current
  and t._job_id <> getvariable('batch').job_id
  and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
  and (/* @target_identity */ t.entity_number /* @end */) in (
    select (/* @identity */ entity_number /* @end */) from /* @rows */ import_staging_activity /* @end */)
