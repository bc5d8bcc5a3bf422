import { Link } from "./link.tsx"

/** The pages there are beside each other, by how their addresses begin. */
const PAGES = [
  { to: "/", word: "Start", has: /^\/(imports|admin|$)/ },
  { to: "/feeds", word: "Feeds", has: /^\/feeds/ },
  { to: "/data", word: "Data", has: /^\/data/ },
] as const

/** The way between the pages, above all of them. */
export function PagesNav({ path }: { path: string }) {
  return (
    <nav className="pages-nav" aria-label="Pages of Sluice">
      {PAGES.map(({ to, word, has }) => (
        <Link key={to} to={to} current={has.test(path)}>
          {word}
        </Link>
      ))}
    </nav>
  )
}
