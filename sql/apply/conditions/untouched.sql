-- The row that was current before this job under the same identity.
(/* @same_identity */ s.entity_number = t.entity_number /* @end */) and t._job_id <> getvariable('batch').job_id
