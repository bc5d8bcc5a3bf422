case when not regexp_full_match(/* @column */ EntityNumber, '9\.\d{3}\.\d{3}\.\d{3}') then 'bad_number' end
