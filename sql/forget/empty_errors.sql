-- Before they are deleted, and written down so: what a deleted row held stays in the file beside the others.
update import_row_errors as e
set value = null, record = null, message = '', code = 'forgotten'
where /* @person */ true /* @end */
