import { describe, expect, test } from "vitest"
import { textOf } from "./page.ts"
import { ELSEWHERE, LEFT_OUT, PAGES, START, STORIES, tell } from "./stories.ts"
import { stepsOf } from "./story.ts"

test("every command of every page is done by a test, or left out for a reason", () => {
  expect(Object.values(ELSEWHERE).filter((file) => textOf(file) === "")).toEqual([])
  const told = [...STORIES.flatMap(({ pages }) => pages), ...Object.keys(ELSEWHERE)]
  const open = PAGES.filter((page) => !told.includes(page) && stepsOf(page).length > 0)
  expect(open).toEqual(["README.md"])
  const first = stepsOf("docs/start.md")[0]?.script.trim()
  const lines = stepsOf("README.md").flatMap(({ script }) => script.trim().split("\n"))
  expect(lines.filter((line) => line !== first && !LEFT_OUT.some(([which]) => which.test(line)))).toEqual([])
  const all = PAGES.flatMap(stepsOf).flatMap(({ script }) => script.split("\n"))
  expect(LEFT_OUT.filter(([which]) => !all.some((line) => which.test(line)))).toEqual([])
})

describe("starting", () => tell(START))
