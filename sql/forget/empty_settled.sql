-- Rows that were mended or left out stay among the numbers.
update import_settled_rows as e
set record = null, value = null, mended = null, message = 'What it held was removed.'
where /* @person */ true /* @end */
