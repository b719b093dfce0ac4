import { shortened } from '../errors/index.ts'
import type { DownloadFailures } from './failures.ts'
import { PassingFailure } from './transport.ts'

const MAX_REDIRECTS = 10

/** Statuses that may be others a moment later. */
const isPassing = (status: number) => status === 408 || status === 429 || status >= 500

/**
 * Asks for a file, following redirects: not to other protocols, nor from https to http.
 *
 * @param authorization what the server of this address is told of who asks, and no other server
 * @returns a response with status 200, 206 or 416
 * @throws `failures.redirect`, `failures.status`
 * @throws PassingFailure when the server cannot be reached, or may answer otherwise later
 */
export async function request(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  failures: Pick<DownloadFailures, 'redirect' | 'status'>,
  authorization: string | null = null,
): Promise<Response> {
  const first = new URL(url)
  let place = first
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const isSame = place.origin === first.origin
    const all = authorization !== null && isSame ? { ...headers, authorization } : headers
    const response = await fetch(place, { headers: all, redirect: 'manual', signal }).catch((cause: Error) => {
      throw new PassingFailure(describe(cause), { cause })
    })
    if (response.status === 200 || response.status === 206 || response.status === 416) return response
    await response.body?.cancel()
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) {
      if (isPassing(response.status)) throw new PassingFailure(`the server answers ${response.status}`)
      throw failures.status({ url, status: response.status })
    }
    const next = URL.canParse(location, place.href) ? new URL(location, place) : null
    if (next === null || !isAllowed(place, next)) {
      throw failures.redirect({ url, reason: `it is sent on to ${shortened(location)}` })
    }
    place = next
  }
  throw failures.redirect({ url, reason: `it is sent on more than ${MAX_REDIRECTS} times` })
}

function isAllowed(from: URL, to: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')
}

/** `fetch failed` says nothing; its cause does. */
function describe({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message || String((cause as { code?: string }).code) : message
}
