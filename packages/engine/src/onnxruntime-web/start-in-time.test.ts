import { expect, it } from 'vitest'
import { startInTime } from './start-in-time.ts'

it('gives what starts in time, or what it throws', async () => {
  expect(await startInTime(Promise.resolve(3))).toBe(3)
  await expect(startInTime(Promise.reject(new Error('no file')))).rejects.toThrow('no file')
})

it('does not wait for ever for threads that say nothing', async () => {
  const silent = startInTime(new Promise(() => {}), 10)
  await expect(silent).rejects.toThrowRomae('ENGINE_THREADS_SILENT', { seconds: 0.01 })
})
