coalesce(/* @value */ t.position /* @end */::varchar, '')
