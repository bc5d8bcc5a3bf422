-- Close, in one range of keys, what a full extract no longer has or has with other content.
update /* @target */ activity as t
set
  _is_current = false,
  _deleted_at_extract = getvariable('batch').extract_number,
  _closed_job_id = getvariable('batch').job_id
where /* @vanished */ t._is_current /* @end */
