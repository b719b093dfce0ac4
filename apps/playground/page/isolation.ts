const tried = 'romae-isolation-tried'

/**
 * Lets WebAssembly have threads where the host has not: a service worker adds the headers, from the next load on, hence one reload.
 * Where that is not to be had, there is one thread.
 */
export async function isolate(): Promise<void> {
  const { serviceWorker } = navigator
  if (crossOriginIsolated || serviceWorker === undefined || !isSecureContext) return
  try {
    await serviceWorker.register(new URL('service-worker.js', document.baseURI))
    await serviceWorker.ready
    if (sessionStorage.getItem(tried) !== null) return
    sessionStorage.setItem(tried, 'yes')
    location.reload()
    // What comes next is for the page after this one.
    await new Promise(() => {})
  } catch {
    // Private windows have none of these.
  }
}
