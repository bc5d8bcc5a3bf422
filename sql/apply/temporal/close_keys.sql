-- Close what was current before this job under the keys of a delete batch; the rows stay as history.
update /* @target */ activity as t
set
  _is_current = false,
  _deleted_at_extract = getvariable('batch').extract_number,
  _closed_job_id = getvariable('batch').job_id
where t._is_current
  and t._job_id <> getvariable('batch').job_id
  and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
