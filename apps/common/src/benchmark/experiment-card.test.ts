import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { experimentCard, writeExperimentCard } from './experiment-card.ts'

const subject = {
  experiment: 'spirals/clean',
  seed: 2,
  command: 'romae spirals --seeds 3',
  figures: { RMSE: 0.0233312 },
}

it('says of which experiment, seed and command a model is, with figures and settings', () => {
  const card = experimentCard(subject, [['parameters', 1200]])
  expect(card).toMatch(/^---\nlibrary_name: romae\n[\s\S]*\n---\n# A model of the experiment spirals\/clean\n/)
  expect(card).toContain('```sh\nromae spirals --seeds 3\n```\n\nwith seed 2')
  expect(card).toContain('| RMSE | 0.02333 |')
  expect(card).toContain('| parameters | 1200 |')
})

it('writes no card where there is no model', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-card-'))
  try {
    await writeExperimentCard(folder, subject)
    expect(await readdir(folder)).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
})
