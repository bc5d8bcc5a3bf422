-- How many rows are current under the identities of mended rows, this job's own included: a mended row comes after every
-- row of its file.
set variable suspects = (
  select count(*)
  from /* @target */ activity as t
  where t._is_current
    and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
)
