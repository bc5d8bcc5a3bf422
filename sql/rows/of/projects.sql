list_contains(from_json($projects::varchar, '["VARCHAR"]'), t.project_id)
