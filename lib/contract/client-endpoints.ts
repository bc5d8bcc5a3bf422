import { z } from "zod"
import * as clients from "./clients.ts"
import { endpoint } from "./endpoint.ts"

/** What single teams call, see lib/clients. */
export const clientEndpoints = {
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
  execute: endpoint({
    method: "POST",
    path: "/api/imports/:job_id/execute",
    in: "stream",
    access: "operator",
    summary: "Server-Sent Events: execute a prepared import of contacts; call again until it is complete",
    body: clients.ExecuteRequest,
    bodyless: true,
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
} as const
