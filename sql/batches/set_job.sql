-- The whole of a job as the statements of a batch see one: every row, every key.
set variable batch = (
  select {
    'job_id': job_id,
    'table_name': /* @table */ 'contact_person' /* @end */,
    'operation': 'insert',
    'row_from': 1::bigint,
    'row_to': 9223372036854775807::bigint,
    'key_from': 0::bigint,
    'key_to': 9999999999::bigint,
    'started_at': updated_at,
    'prepared_at': prepared_at,
    'project_id': coalesce(project_id, 'default')
  }
  from import_jobs
  where job_id = $job_id::uuid
)
