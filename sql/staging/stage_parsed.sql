-- Take the rows of one chunk into staging, read and checked already: one JSON object a line, typed by its columns.
insert into /* @staging */ import_staging_contact_person by name
select $job_id::uuid as job_id, $operation::varchar as operation, *
from read_json(
  $path,
  columns = /* @columns */ {'row_no': 'BIGINT', 'line': 'BIGINT', 'id': 'UUID', '_entity_key': 'BIGINT', 'email': 'VARCHAR'} /* @end */,
  format = 'newline_delimited', maximum_object_size = $longest)
