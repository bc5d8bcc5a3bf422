-- The parts of the rows a batch has just added; they come and go with them.
insert into /* @parts */ document_chunk by name
select
  part.id,
  part.owner as /* @owner */ document_id,
  part.position,
  part.text,
  part.page,
  part.section,
  getvariable('batch').job_id as _job_id,
  (hash(part.id) % 10000000000)::bigint as _entity_key
from (
  select
    uuid() as id,
    s.id as owner,
    generate_subscripts(s./* @list */ _chunks, 1)::integer as position,
    unnest(s./* @list */ _chunks) as text,
    unnest(s./* @pages */ _pages) as page,
    unnest(s./* @sections */ _sections) as section
  from /* @rows */ import_staging_document /* @end */ as s
  where s.id in (
    select id from /* @target */ document where imported_from = getvariable('batch').job_id)
) as part
