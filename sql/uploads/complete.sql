update import_uploads
set completed_at = $now::timestamp, filename = $filename::varchar, content_hash = $content_hash::varchar
where upload_id = $upload_id::uuid and completed_at is null
