import * as actions from "./actions.ts"
import { endpoint } from "./endpoint.ts"
import { MendAnswer, MendQuery, MendRequest, RowsToMendAnswer } from "./mending.ts"
import { PrepareAnswer, PrepareRequest } from "./prepare.ts"
import { ProcessBatchAnswer, ProcessBatchRequest } from "./process-batch.ts"
import { StatusAnswer } from "./status.ts"

/** What moves an import on, and back. */
export const importEndpoints = {
  prepare: endpoint({
    method: "POST",
    path: "/api/import/:dataset/prepare",
    in: "prepare",
    access: "operator",
    summary: "Open an import, or go on preparing it; 202 when it then runs in the background",
    form: { fields: ["options", "metadata_mapping"], files: "many", json: PrepareRequest },
    answer: PrepareAnswer,
    statuses: [201, 202],
  }),
  processBatch: endpoint({
    method: "POST",
    path: "/api/import/:dataset/process-batch",
    in: "work",
    access: "operator",
    summary: "Apply the next batches, as many as take about a second, or the one that is named",
    body: ProcessBatchRequest,
    answer: ProcessBatchAnswer,
  }),
  status: endpoint({
    method: "GET",
    path: "/api/import/:dataset/status/:job_id",
    in: "status",
    access: "viewer",
    summary: "How far an import has come, and what can be done with it",
    answer: StatusAnswer,
  }),
  finalize: endpoint({
    method: "POST",
    path: "/api/import/:dataset/finalize",
    in: "work",
    access: "operator",
    summary: "Close an import whose batches are done",
    body: actions.FinalizeRequest,
    answer: actions.FinalizeAnswer,
  }),
  retryBatch: endpoint({
    method: "POST",
    path: "/api/import/:dataset/retry-batch",
    in: "work",
    access: "operator",
    summary: "Send failed batches back to be done again",
    body: actions.RetryBatchRequest,
    answer: actions.RetryBatchAnswer,
  }),
  control: endpoint({
    method: "POST",
    path: "/api/import/:dataset/control",
    in: "work",
    access: "operator",
    summary: "Start an import that is held, pause, resume or cancel one, or apply a finished dry run",
    body: actions.ControlRequest,
    answer: actions.ControlAnswer,
  }),
  mend: endpoint({
    method: "POST",
    path: "/api/imports/:job_id/mend",
    in: "work",
    access: "operator",
    summary:
      "Put rows right that could not be used, leave them out, or keep a draft: as JSON, or as the file of them",
    form: { fields: [], files: "many", json: MendRequest },
    answer: MendAnswer,
  }),
  rowsToMend: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/mend",
    in: "work",
    access: "viewer",
    summary:
      "The rows of an import that could not be used, cell by cell, and what somebody has drafted of them",
    query: MendQuery,
    answer: RowsToMendAnswer,
  }),
  rollback: endpoint({
    method: "POST",
    path: "/api/import/:dataset/rollback",
    in: "work",
    access: "operator",
    summary: "Undo an import; call again until it is done",
    body: actions.RollbackRequest,
    answer: actions.RollbackAnswer,
  }),
  deleteRollback: endpoint({
    method: "DELETE",
    path: "/api/imports/:job_id/rollback",
    in: "work",
    access: "operator",
    summary: "Undo an import; call again until it is done",
    query: actions.RollbackQuery,
    body: actions.UndoRequest,
    bodyless: true,
    answer: actions.RollbackAnswer,
  }),
} as const
