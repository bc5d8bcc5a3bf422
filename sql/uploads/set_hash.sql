-- What a file that was sent by itself turned out to hold.
update import_uploads set content_hash = $content_hash::varchar where filename = $filename::varchar and content_hash is null
