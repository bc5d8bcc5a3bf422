delete from import_row_errors as e where /* @person */ true /* @end */
