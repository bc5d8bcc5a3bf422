to_json(/* @value */ t.tags /* @end */)::varchar
