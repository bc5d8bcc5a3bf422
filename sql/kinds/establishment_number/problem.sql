case when not regexp_full_match(/* @column */ EntityNumber, '2\.\d{3}\.\d{3}\.\d{3}') then 'bad_number' end
