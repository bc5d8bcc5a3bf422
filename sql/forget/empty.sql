drop table if exists import_filling
