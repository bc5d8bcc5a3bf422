-- Uploads that nobody completed, and files that were there long enough and that no open import reads.
select *
from import_uploads as u
where (completed_at is null and created_at < $begun_before::timestamp)
  or (completed_at < if(kept, $kept_before::timestamp, $begun_before::timestamp) and not exists (
    select 1
    from import_jobs as j
    where j.source->>'$.filename' = u.filename
      and j.status in ('preparing', 'ready', 'processing', 'paused', 'finalizing', 'failed')))
order by created_at
limit 100
