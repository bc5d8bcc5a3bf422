-- Give an upload up that nobody has completed.
delete from import_uploads where upload_id = $upload_id::uuid and completed_at is null
