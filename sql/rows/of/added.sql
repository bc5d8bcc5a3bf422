t.imported_from = $job_id::uuid
