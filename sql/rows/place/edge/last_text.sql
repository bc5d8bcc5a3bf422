left(max(k), 100) || chr(1114111)
