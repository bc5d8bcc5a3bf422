-- An after-step works on what batches wrote; a dry run wrote nothing.
select c.position, map {'rows_read': 0} as counts from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
