case when /* @column */ Status is null then 'missing_value' end
