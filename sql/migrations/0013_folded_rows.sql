-- Which row of the same import a repeated row was folded into.
alter table import_staging_duplicates add column owner_row_no bigint;
