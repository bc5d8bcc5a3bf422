import { endpoint } from "./endpoint.ts"
import * as feeds from "./feeds.ts"

/** Imports that repeat. */
export const feedEndpoints = {
  feeds: endpoint({
    method: "GET",
    path: "/api/feeds",
    in: "rest",
    access: "viewer",
    summary: "Feeds: imports that repeat",
    answer: feeds.FeedsAnswer,
  }),
  addFeed: endpoint({
    method: "POST",
    path: "/api/feeds",
    in: "rest",
    access: "admin",
    summary: "Make a feed",
    body: feeds.FeedRequest,
    answer: feeds.Feed,
    statuses: [201],
  }),
  feed: endpoint({
    method: "GET",
    path: "/api/feeds/:id",
    in: "rest",
    access: "viewer",
    summary: "One feed, with its last run and its next",
    answer: feeds.Feed,
  }),
  changeFeed: endpoint({
    method: "PATCH",
    path: "/api/feeds/:id",
    in: "rest",
    access: "admin",
    summary: "Change a feed, pause or resume it",
    body: feeds.FeedChangeRequest,
    answer: feeds.Feed,
  }),
  removeFeed: endpoint({
    method: "DELETE",
    path: "/api/feeds/:id",
    in: "rest",
    access: "admin",
    summary: "Remove a feed; its imports stay",
    answer: feeds.FeedRemoved,
  }),
  runFeed: endpoint({
    method: "POST",
    path: "/api/feeds/:id/run",
    in: "work",
    access: "operator",
    summary: "Run a feed now, as far as one call goes",
    body: feeds.FeedRunRequest,
    bodyless: true,
    answer: feeds.FeedRunAnswer,
  }),
  feedRuns: endpoint({
    method: "GET",
    path: "/api/feeds/:id/runs",
    in: "rest",
    access: "viewer",
    summary: "The runs of a feed, newest first",
    query: feeds.FeedRunsQuery,
    answer: feeds.FeedRunsAnswer,
  }),
} as const
