delete from import_row_errors where list_contains(from_json($jobs::varchar, '["UUID"]'), job_id)
