/** A page that is still to come, which has a heading as every page has. */
export function Loading({ children }: { children: string }) {
  return (
    <>
      <h1 className="unseen">Sluice</h1>
      <p className="loading">{children}</p>
    </>
  )
}
