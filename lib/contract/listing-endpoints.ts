import { z } from "zod"
import * as data from "./data.ts"
import { endpoint } from "./endpoint.ts"
import * as imports from "./imports.ts"
import { CheckAnswer, ReportAnswer, ReportQuery } from "./report.ts"

/** What there is to read of imports, and of what they brought. */
export const listingEndpoints = {
  imports: endpoint({
    method: "GET",
    path: "/api/imports",
    in: "rest",
    access: "viewer",
    summary: "Imports, newest first",
    query: imports.ImportsQuery,
    answer: imports.ImportsAnswer,
  }),
  batches: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/batches",
    in: "rest",
    access: "viewer",
    summary: "The batches of an import",
    query: imports.BatchesQuery,
    answer: imports.BatchesAnswer,
  }),
  rowErrors: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/errors",
    in: "rest",
    access: "viewer",
    summary: "The rows of an import that could not be used",
    query: imports.RowErrorsQuery,
    answer: imports.RowErrorsAnswer,
    also: ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  }),
  report: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/report",
    in: "rest",
    access: "viewer",
    summary: "What an import did, and whether it adds up",
    query: ReportQuery,
    answer: ReportAnswer,
    also: ["text/csv", "application/pdf"],
  }),
  check: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/check",
    in: "rest",
    access: "viewer",
    summary:
      "What an import that is ready would do: new, changed and closed rows, while nothing of it is applied",
    answer: CheckAnswer,
  }),
  audit: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/audit",
    in: "rest",
    access: "viewer",
    summary: "Who did what to an import, and when",
    query: imports.AuditQuery,
    answer: imports.AuditAnswer,
  }),
  data: endpoint({
    method: "GET",
    path: "/api/data/:table",
    in: "rest",
    access: "viewer",
    summary:
      "The rows of a table: all, those an import has inserted, updated, merged or closed, or those of then",
    query: data.DataQuery,
    unhurried: true,
    answer: data.DataAnswer,
    also: ["text/csv", "application/vnd.apache.parquet"],
  }),
  dataTables: endpoint({
    method: "GET",
    path: "/api/data",
    in: "rest",
    access: "viewer",
    summary: "The tables there are to read, with their columns and the extracts they know",
    answer: data.DataTablesAnswer,
  }),
  dataRow: endpoint({
    method: "GET",
    path: "/api/data/:table/:id",
    in: "rest",
    access: "viewer",
    summary: "One row with its history, the imports it came from, and the rows that belong to it",
    query: data.DataRowQuery,
    answer: data.DataRowAnswer,
  }),
  search: endpoint({
    method: "GET",
    path: "/api/search/:table",
    in: "rest",
    access: "viewer",
    summary: "The questions or documents that say something like what is asked, by likeness and by words",
    query: data.SearchQuery,
    answer: data.SearchAnswer,
  }),
  events: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/events",
    in: "stream",
    access: "viewer",
    summary: "The status of an import as it changes, as Server-Sent Events: progress, heartbeat and end",
    answer: z.never(),
    file: ["text/event-stream"],
  }),
} as const
