import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { recordedPattern } from './earlier-runs.ts'
import { EARLIER } from './held-out-pattern.ts'

it.each<[string, string | null, string]>([
  ['a version without patterns', EARLIER, '{"experiment":{"data":{"heldOut":0.1}}}'],
  [
    'one of these that was gone on with',
    EARLIER,
    `{"experiment":{"data":{"heldOut":0.1,"heldOutPattern":"${EARLIER}"}}}`,
  ],
  ['a version with patterns', null, '{"experiment":{"data":{"heldOut":0.1,"heldOutPattern":"mixed"}}}'],
  ['another command', null, '{"experiment":{"data":{}}}'],
  ['a damaged folder', null, '{"experiment":'],
  ['nothing at all', null, 'null'],
])('draws as %s did', async (_, pattern, contents) => {
  expect(await recordedPattern(await temporaryFolder({ 'config.json': contents }))).toBe(pattern)
})

it('finds nothing where no run is', async () => {
  expect(await recordedPattern(await temporaryFolder({}))).toBeNull()
})
