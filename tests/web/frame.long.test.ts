import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { sharedSite, stateChip, toStep, violations } from "./site.ts"

const site = sharedSite(["--rows", "3000", "--changes", "1000", "--updates", "1"], {
  SLUICE_STRIDE_SECONDS: "1",
})

/** Kilobits a second and milliseconds of what a browser's developer tools call a slow connection of the third generation. */
const SLOW_3G = { kilobits: 500, latency: 400 }

/** What is called good of the total blocking time. */
const MOST_BLOCKED_MS = 200

interface Painted {
  /** Of what came over the wire before anything was seen, and before the page could be used. */
  bytes_before_paint: number
  bytes: number
  paint_ms: number
  shift: number
  /** How long the page could not have answered a press, in milliseconds: of every task what it takes beyond 50. */
  blocked_ms: number
}

/** Opens a page as somebody does who was never here before, far away. */
async function opened(path: string, ready: (page: Page) => Promise<unknown>): Promise<Painted> {
  const { page } = await site.open("/api/health")
  const session = await page.context().newCDPSession(page)
  await session.send("Network.enable")
  await session.send("Network.setCacheDisabled", { cacheDisabled: true })
  const { kilobits, latency } = SLOW_3G
  const throughput = (kilobits * 1000) / 8
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  })
  const received: { at: number; bytes: number }[] = []
  session.on("Network.loadingFinished", ({ timestamp, encodedDataLength }) => {
    received.push({ at: timestamp * 1000, bytes: encodedDataLength })
  })
  let begun = 0
  session.on("Network.requestWillBeSent", ({ timestamp }) => {
    begun ||= timestamp * 1000
  })
  await page.goto(site.url + path, { waitUntil: "commit" })
  await ready(page)
  const { paint_ms, ...rest } = await page.evaluate(async () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint")
    const sumOf = (type: string, worth: (entry: PerformanceEntry) => number) =>
      new Promise<number>((done) => {
        new PerformanceObserver((list) => {
          done(list.getEntries().reduce((sum, entry) => sum + worth(entry), 0))
        }).observe({ type, buffered: true })
        setTimeout(() => done(0), 300)
      })
    const shift = await sumOf(
      "layout-shift",
      (entry) => (entry as PerformanceEntry & { value: number }).value,
    )
    const blocked_ms = await sumOf("longtask", ({ duration }) => Math.max(0, duration - 50))
    return { paint_ms: paint?.startTime ?? Number.POSITIVE_INFINITY, shift, blocked_ms }
  })
  const sum = (until: number) =>
    received.filter(({ at }) => at - begun <= until).reduce((total, { bytes }) => total + bytes, 0)
  const painted = {
    bytes_before_paint: sum(paint_ms),
    bytes: sum(Number.POSITIVE_INFINITY),
    paint_ms,
    ...rest,
  }
  await page.context().close()
  return painted
}

test("the start page is seen at once from far away, small, and nothing on it moves", async () => {
  const seen = await opened("/", (page) => page.getByRole("button", { name: "Import the sample" }).waitFor())
  expect(seen.paint_ms).toBeLessThan(1_000)
  expect(seen.bytes_before_paint).toBeLessThanOrEqual(120_000)
  expect(seen.shift).toBe(0)
  expect(seen.blocked_ms).toBeLessThan(MOST_BLOCKED_MS)
})

test("so is the page of an import", async () => {
  const { page } = await site.open()
  await page.getByRole("button", { name: "Import the sample" }).click()
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor()
  const seen = await opened(new URL(page.url()).pathname, (one) => stateChip(one, "Completed").waitFor())
  expect(seen.paint_ms).toBeLessThan(1_000)
  expect(seen.bytes_before_paint).toBeLessThanOrEqual(120_000)
  expect(seen.shift).toBe(0)
  expect(seen.blocked_ms).toBeLessThan(MOST_BLOCKED_MS)
})

test("so are the rows of a table", async () => {
  const seen = await opened("/data/enterprises", (page) => page.locator(".rows tbody a").first().waitFor())
  expect(seen.paint_ms).toBeLessThan(1_000)
  expect(seen.bytes_before_paint).toBeLessThanOrEqual(120_000)
  expect(seen.shift).toBe(0)
  expect(seen.blocked_ms).toBeLessThan(MOST_BLOCKED_MS)
})

test("nothing moves on the start page either once there are imports", async () => {
  const seen = await opened("/", (page) => page.getByRole("link", { name: /140/ }).waitFor())
  expect(seen.paint_ms).toBeLessThan(1_000)
  expect(seen.shift).toBe(0)
  expect(seen.blocked_ms).toBeLessThan(MOST_BLOCKED_MS)
})

test("no column of the recent imports is cut, however wide the window", async () => {
  const { page } = await site.open()
  const list = page.getByRole("group", { name: "Imports" })
  await list.getByRole("link", { name: /140/ }).waitFor()
  for (const width of [800, 1_000, 1_100, 1_200, 1_300, 1_600]) {
    await page.setViewportSize({ width, height: 900 })
    const beyond = await list.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
    expect(beyond, `at ${width} pixels`).toBeLessThanOrEqual(0)
  }
})

test("both pages keep to the rules of accessibility in either colour scheme and at 360 pixels", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await site.open("/", {
      bypassCSP: true,
      colorScheme,
      viewport: { width: 360, height: 700 },
    })
    await page.getByRole("link", { name: /140/ }).waitFor()
    expect(await violations(page)).toEqual([])
    await toStep(page, "Check")
    await page.getByText("More", { exact: true }).click()
    expect(await violations(page)).toEqual([])
    const wider = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await wider()).toBe(0)
    await page.getByRole("link", { name: /140/ }).click()
    for (const part of ["Batches", "Activity", "Reconciliation", "Options"]) {
      await page.getByRole("navigation").getByRole("link", { name: part }).click()
      await page.getByRole("heading", { name: part, exact: true }).waitFor()
      expect(await violations(page)).toEqual([])
      expect(await wider()).toBe(0)
    }
    await page.context().close()
  }
})
