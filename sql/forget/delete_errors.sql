delete from import_row_errors where code = 'forgotten'
