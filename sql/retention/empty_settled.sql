-- Of rows that were mended or left out it stays that they were, and by whom.
update import_settled_rows
set record = null, faults = null, value = null, mended = null
where list_contains(from_json($jobs::varchar, '["UUID"]'), job_id)
