delete from import_undo where operation = 'forgotten'
