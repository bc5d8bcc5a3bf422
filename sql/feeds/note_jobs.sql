update feed_run set jobs = $jobs::json where run_id = $run_id::uuid
