delete from import_uploads where list_contains(from_json($files::varchar, '["VARCHAR"]'), filename)
