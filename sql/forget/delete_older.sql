delete from /* @table */ import_row_errors where rowid <= getvariable('last_row')
