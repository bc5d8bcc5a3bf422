-- Writes rows into a file: as many together in it as are held at once while it is written.
copy (/* @rows */ select id from contact_person /* @end */)
to $path (format parquet, row_group_size /* @together */ 122880 /* @end */)
