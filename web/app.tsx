import { lazy, Suspense, useEffect, useRef } from "react"
import { endpoints } from "../lib/contract/endpoints.ts"
import type { SessionAnswer } from "../lib/contract/session.ts"
import { Arrivals } from "./arrivals.tsx"
import { call, codeOf } from "./client/call.ts"
import { SESSION, usePolled } from "./client/use-polled.ts"
import { isChanging, SessionProvider } from "./session.tsx"
import { SignIn } from "./sign-in.tsx"
import { Button } from "./ui/button.tsx"
import { Connection } from "./ui/connection.tsx"
import { Link, usePath } from "./ui/link.tsx"
import { Loading } from "./ui/loading.tsx"
import { PagesNav } from "./ui/pages-nav.tsx"

/** The first two pages also have the addresses that the first who asked for them gave them. */
const START_PATH = /^\/(admin\/imports\/?)?$/
const IMPORT_PATH = /^\/(?:imports\/([^/]+)|admin\/imports\/([^/]+)\/progress)\/?$/
const DATA_PATH = /^\/data(?:\/([^/]+)(?:\/([^/]+))?)?\/?$/
const FEEDS_PATH = /^\/feeds\/?$/

const importPage = () => import("./import/import-page.tsx")
const startPage = () => import("./start/start-page.tsx")
const dataPage = () => import("./rows/data-page.tsx")
const feedsPage = () => import("./feeds/feeds-page.tsx")

/** What a page needs comes with it: the first picture of one does not wait for the other. */
const ImportPage = lazy(async () => ({ default: (await importPage()).ImportPage }))
const StartPage = lazy(async () => ({ default: (await startPage()).StartPage }))
const DataPage = lazy(async () => ({ default: (await dataPage()).DataPage }))
const FeedsPage = lazy(async () => ({ default: (await feedsPage()).FeedsPage }))

// The page is fetched while it is asked who is here.
void pageAt(location.pathname)().catch(() => {})

function pageAt(path: string): () => Promise<unknown> {
  if (IMPORT_PATH.test(path)) return importPage
  if (FEEDS_PATH.test(path)) return feedsPage
  return DATA_PATH.test(path) ? dataPage : startPage
}

/** The pages, and who may see them. */
export function App() {
  const { data, error, retry_at, refresh } = usePolled(SESSION, () => call(endpoints.session))
  const path = usePath()
  const main = useFocusOfPage(path)
  const signedOut = codeOf(error) === "unauthorized"
  const session = signedOut ? undefined : data
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" width="24" height="24" /> Sluice
        </Link>
        {session && <PagesNav path={path} />}
        {session?.signed_in && <Who session={session} />}
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {signedOut && <SignIn onDone={() => refresh()} />}
        {session && (
          <SessionProvider value={session}>
            {isChanging(session.role) && <Arrivals />}
            <Suspense fallback={<Loading>One moment …</Loading>}>
              <Page path={path} />
            </Suspense>
          </SessionProvider>
        )}
        {!data && error === undefined && <Loading>One moment …</Loading>}
        {!data && !signedOut && <Connection retry_at={retry_at} error={error} />}
      </main>
    </>
  )
}

function Who({ session: { name, role } }: { session: SessionAnswer }) {
  const signOut = async () => {
    await call(endpoints.signOut).catch(() => {})
    location.assign("/")
  }
  return (
    <p className="who">
      <span>
        {name} ({role})
      </span>
      <Button look="plain" onClick={signOut}>
        Sign out
      </Button>
    </p>
  )
}

/** On another page the focus is at its beginning: the link that was followed is gone, but where it was above all pages. */
function useFocusOfPage(path: string) {
  const main = useRef<HTMLElement>(null)
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    const held = document.activeElement?.closest("header.top")
    if (!held) main.current?.focus({ preventScroll: true })
  }, [path])
  return main
}

function Page({ path }: { path: string }) {
  const [, own, theirs] = IMPORT_PATH.exec(path) ?? []
  const job_id = own ?? theirs
  if (job_id) return <ImportPage key={job_id} job_id={decoded(job_id)} />
  const data = DATA_PATH.exec(path)
  if (data) return <DataPage table={decoded(data[1])} id={decoded(data[2])} />
  if (FEEDS_PATH.test(path)) return <FeedsPage />
  if (START_PATH.test(path)) return <StartPage />
  return (
    <div className="empty">
      <h1>There is no such page</h1>
      <p>
        All imports are on the <Link to="/">start page</Link>.
      </p>
    </div>
  )
}

/** As it was written before it became part of an address. */
function decoded<P extends string | undefined>(part: P): P | string {
  try {
    return part === undefined ? part : decodeURIComponent(part)
  } catch {
    return part
  }
}
