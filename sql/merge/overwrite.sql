coalesce(/* @new */ s.city /* @end */, /* @old */ t.city /* @end */)
