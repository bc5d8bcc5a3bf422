import { ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { controlJob } from "../../lib/import/control.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import {
  actor,
  doBatch,
  drive,
  finish,
  importFiles,
  prepareFiles,
  textFile,
  undo,
} from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { breakOff, driveUntil, driveWithoutEmbedder, failNext, leaveMail, mailing } from "./breaking-off.ts"
import { letters, pages, people, questions, range } from "./material.ts"

const TO = { notify_email: "somebody@example.com" }

/** People in imports that are completed, paused, landed, tried out, taken back, cancelled; with mails sent and refused. */
export async function contactImports(lab: Lab): Promise<void> {
  const small = { batch_size: 50 }
  const bad = "nobody,No address,Gent,,\n"
  const first = people("first.csv", "Gent", range(1, 110))
  first.bytes = Buffer.concat([first.bytes, Buffer.from(bad)])
  await importFiles(mailing(lab, "taken"), contacts, first, { ...small, ...TO })
  const kept = people("taken-back.csv", "Aalst", range(1, 4))
  const { job_id } = await importFiles(lab, contacts, kept, { ...small, duplicates: "update" })
  await lab.run("update contact_person set city = 'By hand' where email = 'person1@example.com'")
  await lab.run("delete from contact_person where email = 'person2@example.com'")
  await undo(lab, job_id)
  const namur = people("to-undo.csv", "Namur", range(5, 14), range(111, 115))
  await importFiles(mailing(lab, "refused"), contacts, namur, { ...small, ...TO, duplicates: "update" })
  const tried = people("tried-out.csv", "Luik", range(15, 24), range(121, 124))
  await importFiles(lab, contacts, tried, { ...small, duplicates: "update", dry_run: true })
  await begin(lab, people("landed.csv", "Leuven", range(25, 29)), small, 1)
  const paused = await begin(lab, people("paused.csv", "Brugge", range(30, 99)), small, 1)
  await controlJob({ dataset: contacts, job_id: paused, action: "pause", actor }, lab.effects)
  const cancelled = await begin(
    lab,
    people("cancelled.csv", "Mons", range(100, 105), range(131, 184)),
    small,
    1,
  )
  await controlJob({ dataset: contacts, job_id: cancelled, action: "cancel", actor }, lab.effects)
}

/** Prepares an import of people that merges, and does some of its batches. */
async function begin(lab: Lab, file: ReturnType<typeof people>, options: object, batches: number) {
  const { answer } = await prepareFiles(lab, contacts, file, { ...options, duplicates: "merge" })
  for (let done = 0; done < batches; done += 1) await doBatch(lab, contacts, answer.job_id)
  return answer.job_id
}

/** Pages of four projects: ready, failed, half taken back, about to be closed; with a mail that is due. */
export async function taxonomyImports(lab: Lab): Promise<void> {
  const of = (project_id: string) => ({ project_id, batch_size: 10, duplicates: "update" as const })
  await leaveMail(lab, "due", (dying) =>
    importFiles(dying, taxonomy, pages("first.csv", "Page", range(1, 12)), { ...of("one"), ...TO }),
  )
  await beRefused(lab)
  await prepareFiles(lab, taxonomy, pages("ready.csv", "New", range(10, 20)), of("one"))
  const failed = await prepareFiles(lab, taxonomy, pages("failed.csv", "Page", range(1, 15)), {
    ...of("two"),
    max_retries: 1,
  })
  await doBatch(lab, taxonomy, failed.answer.job_id)
  await failNext(lab, taxonomy, failed.answer.job_id)
  await drive(lab, taxonomy, failed.answer.job_id)
  await importFiles(lab, taxonomy, pages("before.csv", "Page", range(4, 9)), of("three"))
  const over = await importFiles(lab, taxonomy, pages("rolling-back.csv", "New", range(1, 12)), of("three"))
  await breakOff(lab, "mid_rollback", 1, (dying) => undo(dying, over.job_id))
  const last = await prepareFiles(lab, taxonomy, pages("finalizing.csv", "Page", range(1, 5)), of("four"))
  await drive(lab, taxonomy, last.answer.job_id)
  await breakOff(lab, "mid_finalize", 1, (dying) => finish(dying, taxonomy, last.answer.job_id))
}

/** Somebody wants to import into a project of others. */
async function beRefused(lab: Lab): Promise<void> {
  const stranger = { name: "stranger", projects: ["five"] }
  const options = ImportOptions.parse({ project_id: "one" })
  const source = { kind: "upload" as const, files: [] }
  await prepareImport({ dataset: taxonomy, source, options, actor: stranger }, lab.effects).catch(() => {})
}

/** Questions that are completed, completed without embeddings, waiting for them, and being tried out. */
export async function questionImports(lab: Lab): Promise<void> {
  const small = { batch_size: 2, duplicates: "update" as const }
  await importFiles(lab, qaPairs, questions("first.json", 1, 2, 3), small)
  const left = await prepareFiles(lab, qaPairs, questions("without-vectors.json", 4, 5, 6), {
    ...small,
    max_retries: 1,
  })
  await driveWithoutEmbedder(lab, qaPairs, left.answer.job_id)
  await finish(lab, qaPairs, left.answer.job_id, true)
  const waiting = await prepareFiles(lab, qaPairs, questions("to-embed.json", 3, 7, 8), small)
  await driveUntil(lab, qaPairs, waiting.answer.job_id, "embed")
  const options = { ...small, dry_run: true }
  const trial = await prepareFiles(lab, qaPairs, questions("trial.json", 1, 2, 9, 10), options)
  await doBatch(lab, qaPairs, trial.answer.job_id)
}

/** Documents that are completed, with a mail in somebody's hands, and some of which not all are staged. */
export async function documentImports(lab: Lab): Promise<void> {
  const metadata = textFile(
    "metadata.csv",
    "filename,author,date_created,tags,floor\nletter-1.txt,An,2025-01-02,a;b,3\n",
  )
  const broken = textFile("broken.pdf", "no PDF at all")
  const first = [...letters(1, 2), broken, metadata]
  await leaveMail(lab, "sending", (dying) => importFiles(dying, documents, first, TO))
  const five = letters(2, 3, 4, 5, 6).map(({ file_name, bytes }) => [file_name, bytes] as const)
  const zip = { file_name: "letters.zip", bytes: await zipOf(Object.fromEntries(five)) }
  await breakOff(lab, "mid_prepare", 2, (dying) => prepareFiles(dying, documents, zip))
}
