-- Which of some stored files no row needs: no upload, and no import, unless it is over and the file came with it. Before uploads
-- had rows nothing was noted of a file that was sent by itself, so what is older than those stays; what is only begun has no time.
select f.filename
from (
  select unnest(from_json($files::json, '[{"filename":"VARCHAR","stored_at":"TIMESTAMP"}]'), recursive := true)
) as f
where (f.stored_at is null or f.stored_at > (select max(applied_at) from schema_migrations where version = 27))
  and not exists (select 1 from import_uploads as u where u.filename = f.filename)
  and not exists (
    select 1
    from import_jobs as j
    where (j.source ->> '$.filename' = f.filename and (
        j.source ->> '$.kind' = 'stored'
        or j.status in ('preparing', 'ready', 'processing', 'paused', 'finalizing', 'failed')))
      or (f.filename in (j.source ->> '$.download.filename', j.source ->> '$.converted.filename')
        and j.status = 'preparing'))
