import { z } from "zod"
import { DatasetsAnswer, PreviewAnswer, PreviewRequest } from "./datasets.ts"
import { endpoint } from "./endpoint.ts"
import * as uploads from "./uploads.ts"

/** What can be imported: datasets, and the files for them. */
export const fileEndpoints = {
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
} as const
