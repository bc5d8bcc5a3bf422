-- What became of the documents of an import: as its end has kept it, or as is known so far; and why others were not read. An
-- import that ended before each was kept knows of those alone that it left as they were.
select to_json({
  'documents': coalesce(
    (result -> 'documents'),
    (result -> 'skipped_documents'),
    to_json(/* @results */ (select list({'row': 1, 'filename': 'a.txt', 'same_as': 'b.txt', 'repeated': true, 'warnings': '[]'::json})) /* @end */)
  ),
  'failed': coalesce((
    select list({'row': row_no, 'filename': file, 'code': code, 'message': message} order by row_no)
    from import_row_errors
    where job_id = $job_id::uuid and table_name = 'document' and operation = 'insert'), [])
}) as documents
from import_jobs
where job_id = $job_id::uuid
