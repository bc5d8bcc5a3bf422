-- Which of some keys an extract after this one has been at, in one table of the register, and which was the first.
select
  _entity_key,
  min(case when _extract_number > $extract_number::integer then _extract_number else _deleted_at_extract end) as extract_number
from /* @table */ activity
where _entity_key in (select unnest(from_json($keys::json, '["BIGINT"]')))
  and (_extract_number > $extract_number::integer or _deleted_at_extract > $extract_number::integer)
group by _entity_key
