import type { CompileEvent } from '@romae/engine'
import { expect, it } from 'vitest'
import { compilationLine } from './verbose.ts'

const event: CompileEvent = {
  program: 'pretraining',
  shapes: { x: [2, 3], y: [4] },
  parameters: 'inputs',
  nodes: 9,
  cached: false,
  cacheProblem: null,
  recordMs: 20,
  exportMs: 5.4,
  sessionMs: 10,
  cacheMs: 4.4,
}

it('says what was compiled, and how long each part took', () => {
  const expected = 'compiled pretraining (x 2x3, y 4): 9 nodes in 40 ms (record 20, export 5, session 10, cache 4)'
  expect(compilationLine(event)).toBe(expected)
})

it('says what came from the cache, and what went wrong with it', () => {
  expect(compilationLine({ ...event, cached: true })).toMatch(/^loaded pretraining/)
  expect(compilationLine({ ...event, cacheProblem: 'disk full' })).toMatch(/; cache: disk full$/)
})

it('says where the weights are, if they are not handed over in each run as ever', () => {
  const frozen = { ...event, shapes: { x: ['batch', 3] } }
  expect(compilationLine({ ...frozen, parameters: 'embedded' })).toMatch(
    /\(x batchx3\): 9 nodes, parameters embedded, in/,
  )
  expect(compilationLine({ ...frozen, parameters: 'too large' })).toMatch(/9 nodes, parameters too large to embed, in/)
})
