-- What is known of some stored files that were sent by themselves. `passing`: it goes with the import it was sent for, and no
-- import is reading it.
select
  filename,
  max(content_hash) as content_hash,
  not bool_or(kept) and not bool_or(exists (
    select 1 from import_jobs as j where j.source->>'$.filename' = u.filename and j.status = 'preparing')) as passing
from import_uploads as u
where list_contains(from_json($filenames::json, '["VARCHAR"]'), filename)
group by filename
