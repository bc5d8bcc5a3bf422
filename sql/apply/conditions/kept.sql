-- The same as it is, or with nothing to say: what was there stays.
((/* @same */ s.description is not distinct from t.description /* @end */) or coalesce(/* @payload */ s.description /* @end */) is null)
