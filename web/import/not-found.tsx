import { useBeginning } from "../start/beginning.ts"
import { Link } from "../ui/link.tsx"

/** There is no such import; when one was just refused, that is why. */
export function NotFound() {
  const beginning = useBeginning()
  const refused = beginning.state === "refused"
  return (
    <div className="empty">
      <h1>{refused ? "The source cannot be used" : "There is no import with this id"}</h1>
      {refused && <p role="alert">{beginning.detail}</p>}
      <p>
        A source that cannot be used leaves no import behind. All imports are on the{" "}
        <Link to="/">start page</Link>.
      </p>
    </div>
  )
}
