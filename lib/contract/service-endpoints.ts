import { z } from "zod"
import { endpoint } from "./endpoint.ts"
import { DriveAnswer, HealthAnswer } from "./health.ts"
import { DeliveriesAnswer, DeliveriesQuery, WebhookTestAnswer, WebhookTestRequest } from "./notices.ts"
import { DiagnoseAnswer, DiagnoseQuery } from "./running.ts"
import { SessionAnswer, SessionRequest, SignOutAnswer } from "./session.ts"

/** What is about this deployment. */
export const serviceEndpoints = {
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
  testWebhook: endpoint({
    method: "POST",
    path: "/api/webhooks/test",
    in: "rest",
    access: "operator",
    summary: "Send a webhook a test; one that was switched off is on again where it was delivered",
    body: WebhookTestRequest,
    bodyless: true,
    answer: WebhookTestAnswer,
  }),
  deliveries: endpoint({
    method: "GET",
    path: "/api/deliveries",
    in: "rest",
    access: "viewer",
    summary: "Mails, webhooks and pings, newest first, and what was answered to them",
    query: DeliveriesQuery,
    answer: DeliveriesAnswer,
  }),
  metrics: endpoint({
    method: "GET",
    path: "/api/metrics",
    in: "rest",
    access: "viewer",
    summary: "Imports, rows, times, errors, feeds and deliveries as numbers, in Prometheus' text format",
    answer: z.never(),
    file: ["text/plain"],
  }),
  diagnose: endpoint({
    method: "GET",
    path: "/api/diagnose",
    in: "rest",
    access: "operator",
    summary: "What is not as it should be, in one import or in all of them and in the tables",
    query: DiagnoseQuery,
    unhurried: true,
    answer: DiagnoseAnswer,
  }),
  backup: endpoint({
    method: "POST",
    path: "/api/backup",
    in: "rest",
    access: "admin",
    summary: "A copy of the database as it is now, while everybody goes on working",
    unhurried: true,
    answer: z.never(),
    file: ["application/octet-stream"],
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
