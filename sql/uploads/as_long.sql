-- The files that are kept of the same person and are as long as one that has come: what may have the same content, oldest first.
select filename, max(content_hash) as content_hash
from import_uploads
where bytes = $bytes::bigint and uploader = $uploader::varchar and filename <> $filename::varchar
  and kept and completed_at is not null
group by filename
order by min(completed_at), filename
limit 100
