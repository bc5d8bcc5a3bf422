t._is_current
