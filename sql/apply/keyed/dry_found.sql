-- The rows of a stride that would be added, and those that would be changed.
(
  select c.batch_number, s.changed
  from /* @compared */ (select 1 as row_no, false as known, true as changed) /* @end */ as s /* @of_row */ cross join (select 1 as batch_number) as c /* @end */
  where not s.known or s.changed
)
