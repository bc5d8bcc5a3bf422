import { z } from "zod"
import type { Role } from "./access.ts"
import * as actions from "./actions.ts"
import * as clients from "./clients.ts"
import { DatasetsAnswer, PreviewAnswer, PreviewRequest } from "./datasets.ts"
import type { FunctionName } from "./functions.ts"
import { DriveAnswer, HealthAnswer } from "./health.ts"
import * as imports from "./imports.ts"
import { PrepareAnswer, PrepareRequest } from "./prepare.ts"
import { ProcessBatchAnswer, ProcessBatchRequest } from "./process-batch.ts"
import { ReportAnswer, ReportQuery } from "./report.ts"
import { SessionAnswer, SessionRequest, SignOutAnswer } from "./session.ts"
import { StatusAnswer } from "./status.ts"
import * as uploads from "./uploads.ts"

/** Who a call is for: a role and those above it, everyone, or the scheduler with its secret. */
export type Access = Role | "public" | "scheduler"

/** One call of the API: what it takes and answers. Handlers and the OpenAPI document are made of these. */
export interface Endpoint<
  Path extends string = string,
  A extends z.ZodType = z.ZodType,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  F extends FunctionName = FunctionName,
> {
  method: "GET" | "POST" | "PUT" | "DELETE"
  /** As a caller sees it: parameters start with a colon. Calls of one path are in one function. */
  path: Path
  /** The function file that answers it, which says how long it may take. */
  in: F
  access: Access
  summary: string
  query?: Q
  /** JSON. */
  body?: B
  /** Its body may have as many bytes as rows that come with a request. */
  large?: boolean
  /** May come without its body, which is then an empty object. */
  bodyless?: boolean
  /** Takes multipart/form-data with these plain fields; `json` is what it takes instead. */
  /** Takes bytes as they are. */
  bytes?: boolean
  form?: { fields: readonly string[]; files: "one" | "many"; json?: z.ZodType }
  answer: A
  /** Success statuses other than 200. */
  statuses?: readonly number[]
  /** Also answers text/csv. */
  csv?: boolean
  /** Answers a file of one of these media types, and nothing else. */
  file?: readonly string[]
}

function endpoint<
  const Path extends string,
  A extends z.ZodType,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  const F extends FunctionName = FunctionName,
>(declared: Endpoint<Path, A, Q, B, F>): Endpoint<Path, A, Q, B, F> {
  return declared
}

export const endpoints = {
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
    summary: "Apply one batch",
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
    summary: "Pause, resume or cancel an import, or apply a finished dry run",
    body: actions.ControlRequest,
    answer: actions.ControlAnswer,
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
    csv: true,
  }),
  report: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/report",
    in: "rest",
    access: "viewer",
    summary: "What an import did, and whether it adds up",
    query: ReportQuery,
    answer: ReportAnswer,
    csv: true,
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
  events: endpoint({
    method: "GET",
    path: "/api/imports/:job_id/events",
    in: "stream",
    access: "viewer",
    summary: "The status of an import as it changes, as Server-Sent Events: progress, heartbeat and end",
    answer: z.never(),
    file: ["text/event-stream"],
  }),
  datasets: endpoint({
    method: "GET",
    path: "/api/datasets",
    in: "rest",
    access: "viewer",
    summary: "What can be imported: options, tables and columns",
    answer: DatasetsAnswer,
  }),
  example: endpoint({
    method: "GET",
    path: "/api/datasets/:dataset/example",
    in: "rest",
    access: "viewer",
    summary: "A small made-up file to try an import with",
    answer: z.never(),
    file: ["application/zip", "text/csv", "application/json"],
  }),
  preview: endpoint({
    method: "POST",
    path: "/api/datasets/:dataset/preview",
    in: "rest",
    access: "operator",
    summary: "What a file turns out to be: its dialect, header, guessed mapping and first rows",
    form: { fields: ["options"], files: "one", json: PreviewRequest },
    answer: PreviewAnswer,
  }),
  upload: endpoint({
    method: "POST",
    path: "/api/uploads",
    in: "rest",
    access: "operator",
    summary: "Store a file to import from, or begin to send it in parts",
    form: { fields: [], files: "one", json: uploads.UploadRequest },
    answer: uploads.BegunUpload,
    statuses: [201],
  }),
  uploads: endpoint({
    method: "GET",
    path: "/api/uploads",
    in: "rest",
    access: "viewer",
    summary: "Stored files to pick from",
    answer: uploads.UploadsAnswer,
  }),
  uploadState: endpoint({
    method: "GET",
    path: "/api/uploads/:upload_id",
    in: "rest",
    access: "operator",
    summary: "Which parts of an upload have arrived, and where the others go",
    answer: uploads.PartedUpload,
  }),
  abandonUpload: endpoint({
    method: "DELETE",
    path: "/api/uploads/:upload_id",
    in: "rest",
    access: "operator",
    summary: "Give an upload up, with the parts that have arrived",
    answer: uploads.AbandonUploadAnswer,
  }),
  uploadPart: endpoint({
    method: "PUT",
    path: "/api/uploads/:upload_id/parts/:number",
    in: "rest",
    access: "operator",
    summary: "Take a part, where the files are in a folder of this server",
    bytes: true,
    answer: uploads.PartAnswer,
  }),
  completeUpload: endpoint({
    method: "POST",
    path: "/api/uploads/:upload_id/complete",
    in: "prepare",
    access: "operator",
    summary: "Make a file of the parts that have arrived",
    body: uploads.CompleteUploadRequest,
    bodyless: true,
    answer: uploads.UploadAnswer,
  }),
  importNodes: endpoint({
    method: "POST",
    path: "/api/import/batch",
    in: "prepare",
    access: "operator",
    summary: "Import the pages of a taxonomy that come with the request; the server goes on by itself",
    body: clients.NodesRequest,
    large: true,
    answer: clients.NodesAnswer,
    statuses: [202],
  }),
  streamNodes: endpoint({
    method: "GET",
    path: "/api/import/stream",
    in: "stream",
    access: "viewer",
    summary: "Server-Sent Events: how the import of a taxonomy goes on",
    query: clients.NodesStreamQuery,
    answer: z.never(),
    file: ["text/event-stream"],
  }),
  dailyUpdate: endpoint({
    method: "POST",
    path: "/api/import/daily-update",
    in: "prepare",
    access: "operator",
    summary: "Import a daily update in one call; the server goes on by itself",
    body: clients.DailyUpdateRequest,
    answer: clients.DailyUpdateAnswer,
    statuses: [202],
  }),
  ingest: endpoint({
    method: "POST",
    path: "/api/v1/documents/ingest/batch",
    in: "prepare",
    access: "operator",
    summary: "Ingest up to 100 documents; the server goes on by itself",
    form: { fields: ["metadata_mapping"], files: "many" },
    answer: clients.IngestAnswer,
    statuses: [202],
  }),
  ingestStatus: endpoint({
    method: "GET",
    path: "/api/v1/documents/ingest/batch/:batch_id/status",
    in: "status",
    access: "viewer",
    summary: "How far the ingestion of documents has come",
    answer: clients.IngestStatus,
  }),
  session: endpoint({
    method: "GET",
    path: "/api/session",
    in: "rest",
    access: "viewer",
    summary: "Who is asking, and in which role",
    answer: SessionAnswer,
  }),
  signIn: endpoint({
    method: "POST",
    path: "/api/session",
    in: "rest",
    access: "public",
    summary: "Sign in with a key: the answer sets a cookie that stands for it",
    body: SessionRequest,
    answer: SessionAnswer,
  }),
  signOut: endpoint({
    method: "DELETE",
    path: "/api/session",
    in: "rest",
    access: "public",
    summary: "Sign out",
    answer: SignOutAnswer,
  }),
  drive: endpoint({
    method: "GET",
    path: "/api/cron/drive",
    in: "cron",
    access: "scheduler",
    summary: "Drive open imports within the time limit",
    answer: DriveAnswer,
  }),
  health: endpoint({
    method: "GET",
    path: "/api/health",
    in: "rest",
    access: "public",
    summary: "Whether the settings can work and the database can be reached, and its schema version",
    answer: HealthAnswer,
    statuses: [503],
  }),
  openapi: endpoint({
    method: "GET",
    path: "/api/openapi.json",
    in: "rest",
    access: "public",
    summary: "This description",
    answer: z.never(),
    file: ["application/json"],
  }),
} as const
