select exists (/* @beside */ select 1 from import_jobs /* @end */) as beside
