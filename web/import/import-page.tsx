import type { ReportJob } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { useBatches } from "../batches/use-batches.ts"
import { codeOf } from "../client/call.ts"
import { useDeclared } from "../client/use-datasets.ts"
import { useJob } from "../client/use-job.ts"
import type { Polled } from "../client/use-polled.ts"
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
import { Failures } from "./failures.tsx"
import { Head } from "./head.tsx"
import { KeptRows } from "./kept-rows.tsx"
import { LostRows } from "./lost-rows.tsx"
import { NotFound } from "./not-found.tsx"
import { NowPanel } from "./now-panel.tsx"
import { Parts } from "./parts.tsx"
import { RowErrors } from "./row-errors.tsx"
import { Tables } from "./tables.tsx"
import { titleOf } from "./title-of.ts"
import { type Lost, useDriver } from "./use-driver.ts"
import { rowsIn, useErrorCodes, useKept } from "./use-error-codes.ts"
import { useCheck, useEvents, useReport, useStatus } from "./use-import.ts"
import { Warnings } from "./warnings.tsx"
import { WhatNext } from "./what-next.tsx"

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
  return <Import known={{ declared, job: job.data }} job={job.data} status={status.data} polled={status} />
}

interface ImportProps {
  known: Known
  job: ReportJob
  status: StatusAnswer
  polled: Polled<StatusAnswer>
}

function Import({ known, job, status, polled }: ImportProps) {
  const { declared } = known
  const { refresh, updated_at } = polled
  const driving = useDriver(status, useMayChange(), refresh)
  const batches = useBatches(status)
  const events = useEvents(status)
  const report = useReport(status)
  const check = useCheck(status)
  const listed = useErrorCodes(status)
  const kept = useKept(status, listed)
  const lost = driving.lost ?? lostIn(polled)
  const driven = driving.on || status.driver !== null
  const ended = { report, kept, listed: listed ? rowsIn(listed.kept) : 0 }
  // By its key it is the same in either place, with what is being typed there.
  const rowErrors = <RowErrors key="row-errors" {...{ status, declared, refresh }} codes={listed?.unused} />
  return (
    <div className="job">
      <Announcer status={status} lost={lost !== null} />
      <Head status={status} driving={driving}>
        <Answer {...{ status, declared, driven, events, ended }} />
        <Actions status={status} driving={driving.on} refresh={refresh} />
      </Head>
      <KnownBefore job_id={status.job_id} />
      <LostRows status={status} declared={declared} />
      <Failures status={status} refresh={refresh} />
      {status.held && rowErrors}
      {check && <DryRunChanges changes={check.changes} known={known} usable />}
      <NowPanel {...{ status, declared, batches, driving, lost, updated_at }} />
      <Warnings status={status} />
      <Documents status={status} />
      {status.status === "completed" && report?.changes && (
        <DryRunChanges changes={report.changes} known={known} />
      )}
      <Tables status={status} known={known} batches={batches} />
      <WhatNext status={status} />
      <Embeddings status={status} codes={listed?.refused ?? []} refresh={refresh} />
      <KeptRows job_id={status.job_id} codes={listed?.kept ?? []} declared={declared} />
      {!status.held && rowErrors}
      <Parts {...{ status, known, job, batches, events, report, refresh }} />
    </div>
  )
}

/** Says that nothing new was begun where the source was imported before. */
function KnownBefore({ job_id }: { job_id: string }) {
  const beginning = useBeginning()
  if (beginning.state !== "known" || beginning.job_id !== job_id) return null
  return (
    <Notice tone="info" role="status">
      This file was imported before, and this is that import. No new one was begun.
    </Notice>
  )
}

function lostIn({ retry_at, error }: Polled<StatusAnswer>): Lost | null {
  return retry_at === null ? null : { retry_at, error }
}
