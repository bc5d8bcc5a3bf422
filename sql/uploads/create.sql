insert into import_uploads by name
select
  $upload_id::uuid as upload_id, $filename::varchar as filename, $original_name::varchar as original_name,
  $bytes::bigint as bytes, $part_bytes::bigint as part_bytes, $token::varchar as token, $uploader::varchar as uploader,
  $kept::boolean as kept,
  $now::timestamp as created_at, if($completed::boolean, $now::timestamp, null) as completed_at,
  $content_hash::varchar as content_hash
