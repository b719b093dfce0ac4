import { expect, it } from 'vitest'
import { textSink } from '../testing/text-sink.ts'
import { readingProgress } from './reading-progress.ts'

async function readAll(count: number, isTTY: boolean, patience: number, times = count) {
  const { output, text } = textSink(isTTY)
  const progress = readingProgress('reading images', count, output, patience)
  const read = progress.watch((index: number) => index)
  for (let index = 0; index < times; index++) expect(await read(index)).toBe(index)
  progress.stop()
  return text()
}

it('writes a line every tenth of the way where there is no terminal, and no more than all', async () => {
  const text = await readAll(2000, false, 0, 2400)
  expect(text.trim().split('\n')).toHaveLength(10)
  expect(text).toMatch(/^reading images: 200 of 2,000, [\d.]+ s, [\d.]+ s left\n/)
  expect(text).toMatch(/2,000 of 2,000, [\d.]+ s, 0\.0 s left\n$/)
})

it('shows a terminal a bar', async () => {
  expect(await readAll(50, true, 0)).toMatch(/reading images .*50\/50/)
})

it.each([true, false])('shows control characters of what it says (terminal: %s)', async (isTTY) => {
  const { output, text } = textSink(isTTY)
  const progress = readingProgress('reading \x1b]0;a', 1, output, 0)
  await progress.watch(() => 1)()
  progress.say('\x1b]0;b')
  expect(text()).toContain('reading \\u001b]0;a')
  expect(text()).toContain('\\u001b]0;b\n')
  expect(text()).not.toContain('\x1b]')
})

it.each([true, false])('says nothing where it is soon over (terminal: %s)', async (isTTY) => {
  expect(await readAll(50, isTTY, 60_000)).toBe('')
})

it('does not count what fails', async () => {
  const { output, text } = textSink(false)
  const read = readingProgress('reading', 1, output, 0).watch(() => Promise.reject(new Error('no')))
  await expect(read()).rejects.toThrow('no')
  expect(text()).toBe('')
})
