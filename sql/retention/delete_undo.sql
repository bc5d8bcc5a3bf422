delete from import_undo where list_contains(from_json($jobs::varchar, '["UUID"]'), job_id)
