min(k)
