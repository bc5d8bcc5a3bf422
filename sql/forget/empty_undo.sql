-- Before they are deleted, as with row errors.
update import_undo as u
set row_key = '', "before" = null, "after" = null, operation = 'forgotten'
where /* @person */ true /* @end */
