/** Where the focus goes when what had it is gone: to the page's heading, from where reading and tabbing go on. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main h1")
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
