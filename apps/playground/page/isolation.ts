const tried = 'romae-isolation-tried'
/** Milliseconds that a service worker may take to be ready. */
const PATIENCE = 3000

/**
 * Lets WebAssembly have threads where the host has not: a service worker adds the headers, from the next load on, hence one reload.
 * Where that is not to be had, or not soon, there is one thread.
 */
export async function isolate(): Promise<void> {
  const { serviceWorker } = navigator
  try {
    if (crossOriginIsolated) sessionStorage.removeItem(tried)
    if (crossOriginIsolated || serviceWorker === undefined || !isSecureContext) return
    const registered = serviceWorker.register(new URL('service-worker.js', document.baseURI))
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))
    const ready = await Promise.race([registered.then(() => serviceWorker.ready), late])
    if (ready === null || sessionStorage.getItem(tried) !== null) return
    sessionStorage.setItem(tried, 'yes')
    location.reload()
  } catch {
    // Private windows have none of these.
    return
  }
  // What comes next is for the page after this one; where that does not come, for this one, with one thread.
  await new Promise((resolve) => setTimeout(resolve, PATIENCE))
}
