-- Take the well-formed rows of one chunk file into staging, in file order. One thread a chunk: several
-- threads would leave row groups that are not whole, and the checkpoint then writes the chunk again.
insert into /* @staging */ import_staging_establishment by name
select
  $job_id::uuid as job_id,
  $operation::varchar as operation,
  $first_row::bigint + _index as row_no,
  $first_row::bigint + _index + _delta as line,
  /* @values */ EntityNumber as entity_number /* @end */
from read_csv(
  $path,
  columns = /* @columns */ {'_index': 'BIGINT', '_delta': 'BIGINT', 'EntityNumber': 'VARCHAR', 'StartDate': 'VARCHAR', 'Status': 'VARCHAR'} /* @end */,
  header = false, auto_detect = false, parallel = false,
  delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\n')
where /* @valid */ true /* @end */
