case s.entity_number[1] when '2' then 'establishment' when '9' then 'branch' else 'enterprise' end
