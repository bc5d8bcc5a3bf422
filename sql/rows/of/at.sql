t._extract_number <= $extract_number::integer
  and (t._deleted_at_extract is null or t._deleted_at_extract > $extract_number::integer)
