import { Command } from 'commander'
import { expect, it } from 'vitest'
import { addValidationOptions, hasValidation, validationTask } from './validation.ts'

/** What `words` on the command line mean. */
function parse(...words: string[]) {
  const command = addValidationOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  return command.parse(words, { from: 'user' }).opts()
}

it('takes a part of the training samples, or files', () => {
  expect(hasValidation(parse())).toBe(false)
  expect(hasValidation(parse('--validation', '0.1', '--patience', '2'))).toBe(true)
  expect(parse('--validation-data', 'a.csv', 'b.csv', '--metric', 'mae')).toEqual({
    validationData: ['a.csv', 'b.csv'],
    metric: 'mae',
  })
})

it.each(['0', '1', '-0.1', 'half', ''])('refuses the part %o', (text) => {
  expect(() => parse('--validation', text)).toThrow(expect.objectContaining({ code: 'commander.invalidArgument' }))
})

it.each([
  [
    ['--validation', '0.1', '--validation-data', 'a.csv'],
    { problem: '--validation and --validation-data exclude each other' },
  ],
  [['--patience', '2'], { problem: '--patience has no effect without --validation or --validation-data' }],
  [['--metric', 'loss'], { problem: '--metric has no effect without --validation or --validation-data' }],
])('refuses %j', (words, fields) => {
  expect(() => hasValidation(parse(...words))).toThrowRomae('APP_VALIDATION', fields)
})

it('asks for the best model, by labels or by targets', () => {
  expect(validationTask(['x'], { labels: ['a'], labelSmoothing: 0.1 }, { patience: 3 })).toEqual({
    samples: ['x'],
    labels: ['a'],
    select: 'best',
    patience: 3,
  })
  expect(validationTask(['x'], { targets: [[1]] }, { metric: 'mae' })).toEqual({
    samples: ['x'],
    targets: [[1]],
    select: 'best',
    metric: 'mae',
  })
})
