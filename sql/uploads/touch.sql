-- A file that was sent once more is kept as if it were new.
update import_uploads set completed_at = $now::timestamp where filename = $filename::varchar and completed_at is not null
