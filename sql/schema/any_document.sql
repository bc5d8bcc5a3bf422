-- One row where there are documents, in a table or on the way to it: their texts need room when the log is folded.
(select 1 as found from document limit 1)
union all
(select 1 as found from import_staging_document limit 1)
