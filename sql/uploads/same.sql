-- The oldest file that is kept with that content that the same person has stored before.
select filename, bytes
from import_uploads
where content_hash = $content_hash::varchar and uploader = $uploader::varchar and kept and completed_at is not null
order by completed_at, upload_id
limit 1
