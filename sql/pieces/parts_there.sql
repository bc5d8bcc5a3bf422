coalesce((
  select list(part.text order by part.position)
  from /* @parts */ document_chunk as part
  where part./* @owner */ document_id = t.id), [])
