delete from import_uploads where upload_id = $upload_id::uuid
