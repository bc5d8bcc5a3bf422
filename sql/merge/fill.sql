coalesce(/* @old */ t.city /* @end */, /* @new */ s.city /* @end */)
