-- What a deleted row held stays in the file beside the rows that are left.
insert into /* @table */ import_row_errors select * from /* @table */ import_row_errors order by rowid
