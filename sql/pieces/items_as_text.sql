array_to_string(/* @items */ s.tags /* @end */, /* @separator */ ';' /* @end */)
