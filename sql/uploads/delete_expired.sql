-- One of the expired, unless it was completed or sent again since, or an import has begun to read it.
delete from import_uploads as u
where upload_id = $upload_id::uuid and completed_at is not distinct from $completed_at::timestamp
  and not exists (
    select 1
    from import_jobs as j
    where j.source->>'$.filename' = u.filename
      and j.status in ('preparing', 'ready', 'processing', 'paused', 'finalizing', 'failed'))
