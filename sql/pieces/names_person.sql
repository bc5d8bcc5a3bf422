coalesce(regexp_matches(/* @text */ coalesce(value, '') /* @end */, $pattern::varchar, 'i'), false)
