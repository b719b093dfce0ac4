/** What came of a call: what it gave, what it threw or rejected with, or nothing within the time it had. */
export type Outcome =
  | { readonly status: 'returned'; readonly value: unknown; readonly style: CallStyle }
  | { readonly status: 'threw'; readonly error: unknown }
  | { readonly status: 'hung' }

/** `both`: a thenable that is at the same time what it is a promise of. */
type CallStyle = 'plain' | 'promise' | 'both'

/** Waits for a call that may be synchronous or not, but no longer than `timeout` milliseconds. Never rejects. */
export async function settle(call: () => unknown, timeout: number): Promise<Outcome> {
  let result: unknown
  let style: CallStyle
  try {
    result = call()
    style = styleOf(result)
  } catch (error) {
    return { status: 'threw', error }
  }
  if (style === 'plain') return { status: 'returned', value: result, style }
  let timer: ReturnType<typeof setTimeout> | undefined
  const hung = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'hung' }), timeout)
  })
  const settled = Promise.resolve(result).then(
    (value): Outcome => ({ status: 'returned', value, style }),
    (error: unknown): Outcome => ({ status: 'threw', error }),
  )
  try {
    return await Promise.race([settled, hung])
  } finally {
    clearTimeout(timer)
  }
}

function styleOf(result: unknown): CallStyle {
  if (typeof result !== 'object' || result === null) return 'plain'
  if (typeof (result as { then?: unknown }).then !== 'function') return 'plain'
  return 'values' in result || 'positions' in result ? 'both' : 'promise'
}
