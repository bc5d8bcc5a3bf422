contains(/* @text */ t.city /* @end */, /* @word */ $word_0::varchar /* @end */)
