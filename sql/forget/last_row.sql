set variable last_row = (select max(rowid) from /* @table */ import_row_errors)
