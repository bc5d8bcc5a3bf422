-- Uploads that are called after a person, those that nobody has completed too.
select * from import_uploads as u where /* @person */ true /* @end */
