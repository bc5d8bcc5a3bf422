select unnest(from_json($keys::json, '["BIGINT"]'))
