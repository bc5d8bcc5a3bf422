-- Keep the records that were found bad before the database saw them: one JSON object a line.
insert into import_row_errors by name
select
  $job_id::uuid as job_id,
  $table_name::varchar as table_name,
  $operation::varchar as operation,
  coalesce(file, $file::varchar) as file,
  line,
  row_no,
  column_name,
  left(value, 200) as value,
  code,
  message,
  'validation' as category,
  record,
  coalesce(faults, '[]') as faults
from read_json(
  $faults_path,
  columns = {'file': 'VARCHAR', 'line': 'BIGINT', 'row_no': 'BIGINT', 'column_name': 'VARCHAR', 'value': 'VARCHAR',
    'code': 'VARCHAR', 'message': 'VARCHAR', 'record': 'JSON', 'faults': 'JSON'},
  format = 'newline_delimited', maximum_object_size = $longest)
