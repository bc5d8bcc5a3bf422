-- Of some stored files, those that go with the import they were sent for.
select filename
from import_uploads
where list_contains(from_json($filenames::json, '["VARCHAR"]'), filename) and not kept
