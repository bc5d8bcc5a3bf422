/** Whether the page was built from what its sources are now. */
export function isPageBuilt(): boolean
