-- A table as it was at an extract.
/* @at */ activity_at /* @end */($extract_number::integer)
