left(min(k), 100)
