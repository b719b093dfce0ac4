/* Adds the headers of isolation and of the content security policy where a host lets nobody set any. It keeps no files. */
const headers = globalThis.HEADERS

globalThis.addEventListener('install', () => globalThis.skipWaiting())
globalThis.addEventListener('activate', (event) => event.waitUntil(globalThis.clients.claim()))

globalThis.addEventListener('fetch', (event) => {
  const { request } = event
  if (new URL(request.url).origin !== globalThis.location.origin) return
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return
  event.respondWith(withHeaders(request))
})

async function withHeaders(request) {
  const response = await fetch(request)
  if (response.status === 0) return response
  const all = new Headers(response.headers)
  for (const [name, value] of Object.entries(headers)) all.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: all })
}
