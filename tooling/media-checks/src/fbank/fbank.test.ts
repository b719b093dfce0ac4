import { fileURLToPath } from 'node:url'
import { fromSamples, logMel } from '@romae/audio'
import { expect, it } from 'vitest'
import { compareWithDefinition } from './compare-definition.ts'
import { compareWithFixtures } from './compare-fixtures.ts'
import { syntheticRecordings } from './recordings.ts'
import { drawSettings } from './settings.ts'

const fixtures = fileURLToPath(new URL('../../../parity-fixtures/fixtures', import.meta.url))
const recording = syntheticRecordings(8000)[0]!
const { rate, samples } = recording
const { values, bins } = await logMel(fromSamples({ id: 'same', rate, samples }), { bins: 23 })
/** What another implementation would say: ours, and one value a little off. */
const rows = (change: number) => {
  const changed = values.map((value, index) => (index === 100 ? value + change : value))
  return Array.from({ length: values.length / bins }, (_, frame) => [
    ...changed.subarray(frame * bins, (frame + 1) * bins),
  ])
}

it('reads every golden file', async () => {
  const found = await compareWithFixtures(fixtures)
  expect(found).toHaveLength(10)
  for (const { overTolerance } of found) expect(overTolerance).toBeLessThanOrEqual(1)
})

it('sees one wrong value, a NaN, and another shape', async () => {
  const compare = async (expected: number[][]) =>
    (await compareWithDefinition(() => expected, recording, { bins: 23 })).overTolerance
  expect(await compare(rows(0))).toBe(0)
  expect(await compare(rows(1e-2))).toBeGreaterThan(1)
  expect(await compare(rows(Number.NaN))).toBe(Infinity)
  expect(await compare(rows(0).slice(1))).toBe(Infinity)
})

it('draws the same settings each time, the defaults first', () => {
  expect(drawSettings(5, 1)).toEqual(drawSettings(5, 1))
  expect(drawSettings(5, 1)[0]).toEqual({})
  expect(drawSettings(5, 2)).not.toEqual(drawSettings(5, 1))
})
