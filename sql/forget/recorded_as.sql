-- Rows that other records tell are the person.
select u.row_key from import_undo as u where u.table_name = /* @name */ 'contact_person' /* @end */ and (/* @person */ true /* @end */)
