delete from import_undo as u where /* @person */ true /* @end */
