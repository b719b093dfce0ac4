import { expect, it } from 'vitest'
import { hintsOf } from './hints.ts'

const known = [
  { long: '--resume', required: false, optional: false },
  { long: '--out', required: true, optional: false },
]

it.each<[string, object]>([
  ['photos', { words: ['photos'] }],
  ['--out a.csv photos', { words: ['photos'] }],
  ['--resume photos', { words: ['photos'] }],
  ['--time date a.csv', { words: ['a.csv'] }],
  ['- --time date', { words: ['-'] }],
  ['a.csv --modality ./mine.ts', { words: ['a.csv'], modalities: ['./mine.ts'] }],
  ['a.csv --modality=audio --model run', { words: ['a.csv'], modalities: ['audio'], model: 'run' }],
  ['a.csv --from=run', { words: ['a.csv'], model: 'run' }],
  ['a.csv --strange --resume', { words: ['a.csv'] }],
  ['--help', { words: [], isHelp: true }],
])('reads %s', (line, expected) => {
  expect(hintsOf(line.split(' '), known)).toEqual({ modalities: [], isHelp: false, ...expected })
})
