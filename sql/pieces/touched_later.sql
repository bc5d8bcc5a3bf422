-- Which keys a later extract has been at, in one table of the register, and which was the first.
select
  _entity_key,
  min(case when _extract_number > getvariable('batch').extract_number then _extract_number else _deleted_at_extract end)
    as extract_number
from /* @table */ activity
where _entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
  and (_extract_number > getvariable('batch').extract_number or _deleted_at_extract > getvariable('batch').extract_number)
group by _entity_key
