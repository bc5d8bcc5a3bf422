-- A batch none of whose rows is repeated or refused.
'rows_read': getvariable('batch').row_to - getvariable('batch').row_from + 1,
'duplicates': 0,
'failed_rows': 0
