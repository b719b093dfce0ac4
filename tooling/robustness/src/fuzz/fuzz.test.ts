import { rm } from 'node:fs/promises'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it, onTestFinished } from 'vitest'
import { fuzz } from './fuzz.ts'
import { allFormats, makeInput } from './inputs.ts'

it('some hundred inputs find nothing, and some are read', { timeout: 60_000 }, async () => {
  const { read, outcomes, findings, folder } = await fuzz({ seed: 3, inputs: 600, workers: 1 })
  expect(findings).toEqual([])
  expect(folder).toBeNull()
  expect(read).toBe(600)
  expect([...outcomes.keys()].filter((key) => key.endsWith(': read')).length).toBeGreaterThan(3)
})

it('a process that stands still is killed, and the input named and saved', { timeout: 120_000 }, async () => {
  const { findings, folder } = await fuzz({ seed: 4, inputs: 20_000, workers: 1, patience: 0, mostLost: 1 })
  onTestFinished(() => rm(folder!, { recursive: true }))
  expect(findings).toEqual([expect.stringMatching(/^input \d+ of seed 4: no answer: it hangs$/)])
})

it('every format makes damaged inputs, the same ones for the same seed', async () => {
  const folder = await temporaryFolder()
  const { formats, close } = await allFormats(folder)
  onTestFinished(close)
  const made = Array.from({ length: 400 }, (_, input) => makeInput(formats, 1, input))
  expect(new Set(made.map(({ format }) => format.name)).size).toBe(formats.length)
  for (const [input, { bytes }] of made.entries()) expect(makeInput(formats, 1, input).bytes).toEqual(bytes)
})
