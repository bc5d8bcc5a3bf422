import { lazy, useMemo } from "react"
import { isDrivable, standingOf } from "../../lib/contract/drive-job.ts"
import type { ReportJob } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { codeOf } from "../client/call.ts"
import { useDeclared } from "../client/use-datasets.ts"
import { useJob } from "../client/use-job.ts"
import { type Polled, usePolled, useReadWhen } from "../client/use-polled.ts"
import { type Lost, useDriver } from "../drive/use-driver.ts"
import { useMayChange } from "../session.tsx"
import { useBeginning } from "../start/beginning.ts"
import { Connection } from "../ui/connection.tsx"
import { Loading } from "../ui/loading.tsx"
import { Notice } from "../ui/notice.tsx"
import { useTitle } from "../ui/title.ts"
import type { Known } from "../words/counts.ts"
import { Actions } from "./actions.tsx"
import { Announcer } from "./announcer.tsx"
import { Answer } from "./answer.tsx"
import { Documents } from "./documents.tsx"
import { DryRunChanges } from "./dry-run-changes.tsx"
import { Embeddings } from "./embeddings.tsx"
import { Ending } from "./ending.tsx"
import { Failures } from "./failures.tsx"
import { Head } from "./head.tsx"
import { KeptRows } from "./kept-rows.tsx"
import { LostRows } from "./lost-rows.tsx"
import { NotFound } from "./not-found.tsx"
import { NowPanel } from "./now-panel.tsx"
import { Particulars } from "./particulars.tsx"
import { type Part, Parts } from "./parts.tsx"
import { RowErrors } from "./row-errors.tsx"
import { Tables } from "./tables.tsx"
import { titleOf } from "./title-of.ts"
import { useBatches } from "./use-batches.ts"
import { rowsIn, useErrorCodes, useKept } from "./use-error-codes.ts"
import { createAuditReader, useCheck, useReport, useStatus } from "./use-import.ts"
import { Warnings } from "./warnings.tsx"
import { WhatNext } from "./what-next.tsx"

const Activity = lazy(() => import("./activity.tsx"))
const Batches = lazy(() => import("./batches.tsx"))

/** One import: shown from the server's word alone, and driven for as long as it can run. */
export function ImportPage({ job_id }: { job_id: string }) {
  const job = useJob(job_id)
  const status = useStatus(job_id, job.data?.dataset)
  const { declared, settled } = useDeclared(job.data?.dataset)
  const error = job.error ?? status.error
  useTitle(status.data && titleOf(status.data))
  if (codeOf(error) === "job_not_found") return <NotFound />
  if (!status.data || !job.data || !settled) {
    if (error === undefined) return <Loading>Looking for the import …</Loading>
    return <Connection retry_at={job.retry_at ?? status.retry_at} error={error} />
  }
  return <Shown known={{ declared, job: job.data }} job={job.data} status={status.data} polled={status} />
}

interface ShownProps {
  known: Known
  job: ReportJob
  status: StatusAnswer
  polled: Polled<StatusAnswer>
}

function Shown({ known, job, status, polled }: ShownProps) {
  const mayChange = useMayChange()
  const driving = useDriver(status, mayChange, polled.refresh)
  const batches = useBatches(status)
  const events = useEvents(status)
  const report = useReport(status)
  const check = useCheck(status)
  const listed = useErrorCodes(status)
  const kept = useKept(status, listed, mayChange)
  const lost = driving.lost ?? lostIn(polled)
  const refresh = polled.refresh
  const beginning = useBeginning()
  const again = beginning.state === "known" && beginning.job_id === status.job_id
  const driven = driving.on || status.driver !== null
  const ended = { report, kept, listed: listed ? rowsIn(listed.kept) : 0 }
  const rows = (
    <RowErrors
      status={status}
      codes={listed?.unused}
      declared={known.declared}
      mayChange={mayChange}
      refresh={refresh}
    />
  )
  const failures = <Failures status={status} mayChange={mayChange} refresh={refresh} />
  const parts: Part[] = [
    {
      name: "batches",
      word: "Batches",
      content: <Batches status={status} batches={batches} mayChange={mayChange} refresh={refresh} />,
    },
    { name: "activity", word: "Activity", content: <Activity events={events} /> },
    {
      name: "reconciliation",
      word: "Reconciliation",
      content: <Ending status={status} report={report} known={known} />,
    },
    { name: "options", word: "Options", content: <Particulars job={job} /> },
  ]
  return (
    <div className="job">
      <Announcer status={status} lost={lost !== null} />
      <Head status={status} driving={driving} mayDrive={mayChange}>
        <Answer status={status} declared={known.declared} driven={driven} events={events} ended={ended} />
        <Actions status={status} mayChange={mayChange} driving={driving.on} refresh={refresh} />
      </Head>
      {again && (
        <Notice tone="info" role="status">
          This file was imported before, and this is that import. No new one was begun.
        </Notice>
      )}
      <LostRows status={status} declared={known.declared} />
      {failures}
      {status.held && rows}
      {check && <DryRunChanges changes={check.changes} known={known} usable />}
      <NowPanel
        status={status}
        declared={known.declared}
        batches={batches}
        driving={driving}
        lost={lost}
        updated_at={polled.updated_at}
      />
      <Warnings status={status} />
      <Documents status={status} />
      {status.status === "completed" && report?.changes && (
        <DryRunChanges changes={report.changes} known={known} />
      )}
      <Tables status={status} known={known} batches={batches} />
      <WhatNext status={status} mayChange={mayChange} />
      <Embeddings
        status={status}
        codes={listed?.refused ?? NO_CODES}
        mayChange={mayChange}
        refresh={refresh}
      />
      <KeptRows job_id={status.job_id} codes={listed?.kept ?? []} declared={known.declared} />
      {!status.held && rows}
      <Parts parts={parts} />
    </div>
  )
}

function lostIn({ retry_at, error }: Polled<StatusAnswer>): Lost | null {
  return retry_at === null ? null : { retry_at, error }
}

const EVENTS_MS = 4_000
const NO_EVENTS: never[] = []
const NO_CODES: never[] = []

function useEvents(status: StatusAnswer) {
  const { job_id } = status
  const reader = useMemo(() => createAuditReader(job_id), [job_id])
  const { data, refresh } = usePolled(`events ${job_id}`, reader, isDrivable(status) ? EVENTS_MS : 0)
  // Rows that are mended or left out change nothing else of an import that has ended or waits.
  useReadWhen(`${standingOf(status)} ${status.failed_batches.length} ${status.row_errors}`, refresh)
  return data ?? NO_EVENTS
}
