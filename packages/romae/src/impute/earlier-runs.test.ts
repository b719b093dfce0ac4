import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { recordedData } from './earlier-runs.ts'
import { EARLIER } from './held-out-pattern.ts'

const nothing = { heldOutPattern: null, simulated: null, maskRatio: null, estimate: null }

it.each<[string, object, string]>([
  [
    'a version without patterns',
    { heldOutPattern: EARLIER, simulated: 0, maskRatio: 0.5, estimate: 'none' },
    '{"experiment":{"data":{"heldOut":0.1}}}',
  ],
  [
    'one of these that was gone on with',
    { heldOutPattern: EARLIER, simulated: 0, maskRatio: 0.5, estimate: 'none' },
    `{"experiment":{"data":{"heldOut":0.1,"heldOutPattern":"${EARLIER}"}}}`,
  ],
  [
    'a version without simulated series',
    { heldOutPattern: null, simulated: 0, maskRatio: 0.5, estimate: 'none' },
    '{"experiment":{"data":{"heldOut":0.1,"heldOutPattern":"mixed"}}}',
  ],
  [
    'a version without estimates',
    { ...nothing, estimate: 'none' },
    '{"experiment":{"data":{"heldOut":0.1,"heldOutPattern":"mixed","simulated":8}}}',
  ],
  [
    'this version',
    nothing,
    '{"experiment":{"data":{"heldOut":0.1,"heldOutPattern":"mixed","simulated":8,"estimate":"smoother"}}}',
  ],
  ['another command', nothing, '{"experiment":{"data":{}}}'],
  ['a damaged folder', nothing, '{"experiment":'],
  ['nothing at all', nothing, 'null'],
])('draws as %s did', async (_, recorded, contents) => {
  expect(await recordedData(await temporaryFolder({ 'config.json': contents }))).toEqual(recorded)
})

it('finds nothing where no run is', async () => {
  expect(await recordedData(await temporaryFolder({}))).toEqual(nothing)
})
