interface Timers {
  readonly setImmediate?: (then: () => void) => unknown
}

/**
 * Lets whatever waits have its turn, such as a signal in Node, or drawing and a click in a browser: what is awaited within a long
 * computation comes before all that. A message is not slowed down in tabs of the background, as timers are.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { setImmediate } = globalThis as Timers
    if (setImmediate !== undefined) {
      setImmediate(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel()
    const taken = () => {
      port1.close()
      resolve()
    }
    Object.assign(port1, { onmessage: taken })
    port2.postMessage(null)
  })
}
