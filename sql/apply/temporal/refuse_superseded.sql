-- A mended row is a row of its own extract: where a later one has been at the same thing it comes too late.
insert into import_row_errors by name
select
  s.job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  '' as file,
  s.line,
  s.row_no,
  'superseded' as code,
  concat(
    'Extract ', later.extract_number, case when later.extract_number = getvariable('batch').extract_number then ' (full)' end,
    ', which came later, has changed this entity: the row cannot be mended any more.') as message,
  'conflict' as category,
  '[]'::json as faults
from /* @rows */ import_staging_activity /* @end */ as s
join (
  /* @touched_later */ select 1 as _entity_key, 1 as extract_number /* @end */
) as later on later._entity_key = s._entity_key
