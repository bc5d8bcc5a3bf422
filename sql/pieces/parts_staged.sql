coalesce(s./* @list */ _chunks, [])
