max(k)
