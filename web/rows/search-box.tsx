import type { FormEvent } from "react"
import { Button } from "../ui/button.tsx"
import { choose } from "../ui/link.tsx"

/** Asks for what rows say, in other words too. */
export function SearchBox({ words }: { words: string }) {
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = String(new FormData(event.currentTarget).get("words") ?? "").trim()
    choose({ words: said })
  }
  return (
    <search>
      <form className="search-box" onSubmit={ask}>
        <label htmlFor="words">Ask, in your own words</label>
        <span>
          <input
            id="words"
            name="words"
            type="search"
            defaultValue={words}
            maxLength={1000}
            autoComplete="off"
          />
          <Button type="submit" look="primary">
            Search
          </Button>
        </span>
      </form>
    </search>
  )
}
