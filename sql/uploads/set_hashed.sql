-- Note how far an upload is hashed, for the next call.
update import_uploads set hashed = $hashed::json where upload_id = $upload_id::uuid
