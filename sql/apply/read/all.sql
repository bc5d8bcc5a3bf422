-- Batches none of whose rows is repeated or refused.
'rows_read': c.row_to - c.row_from + 1,
'duplicates': 0,
'failed_rows': 0
