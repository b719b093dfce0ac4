import { MessageChannel } from 'node:worker_threads'
import { expect, it, onTestFinished, vi } from 'vitest'
import { turn } from './turn.ts'

/** What comes first: what waits, or the end of a computation that takes turns. */
async function firstOf(pause: () => Promise<unknown>): Promise<string> {
  const order: string[] = []
  const { port1, port2 } = new MessageChannel()
  const heard = new Promise<void>((resolve) => {
    port1.on('message', () => {
      order.push('message')
      resolve()
    })
  })
  port2.postMessage(null)
  for (let step = 0; step < 20; step++) await pause()
  order.push('end')
  await heard
  port1.close()
  return order[0]!
}

it('lets a message be heard, which a promise does not', async () => {
  expect(await firstOf(turn)).toBe('message')
  expect(await firstOf(() => Promise.resolve())).toBe('end')
})

it('does so where there is no setImmediate', async () => {
  vi.stubGlobal('setImmediate', undefined)
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  expect(await firstOf(turn)).toBe('message')
})
