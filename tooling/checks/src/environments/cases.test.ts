import { expect, it } from 'vitest'
import { cases, ourErrors, works } from './cases.ts'
import { environmentTable, wrongLine } from './page.ts'
import { WORKS } from './programs.ts'

it('takes a program for working that says so and ends well', () => {
  expect(works({ code: 0, output: `a note\n${WORKS}\n` })).toBeNull()
  expect(works({ code: 1, output: `${WORKS}\nand then it failed` })).toContain('and then it failed')
  expect(works({ code: 0, output: 'works: 1 series, tfjs' })).toContain('tfjs')
})

it('leaves to others what their declarations have wrong, and nothing else', () => {
  const theirs =
    "../node_modules/@tensorflow/tfjs-core/dist/hash_util.d.ts(2,49): error TS2304: Cannot find name 'Long'."
  expect(ourErrors({ code: 2, output: theirs })).toBeNull()
  for (const place of ['types.ts(1,1)', '../node_modules/@romae/engine/dist/index.d.ts(1,1)']) {
    const line = `${place}: error TS2578: Unused '@ts-expect-error' directive.`
    expect(ourErrors({ code: 2, output: `${theirs}\n${line}` })).toBe(line)
  }
  expect(ourErrors({ code: 1, output: 'sh: tsc: not found' })).toContain('not found')
})

it('holds the page to the table of what is tried', () => {
  const rows = cases.slice(0, 2)
  const table = environmentTable(rows)
  const page = ['# Page', '<!-- environments -->', '', ...table, '', '<!-- /environments -->']
  expect(wrongLine(page.join('\n'), rows)).toBeNull()
  expect(wrongLine(page.join('\n').replace('main.js', 'other.js'), rows)).toBe(table[2])
  expect(wrongLine(page.join('\n'), cases)).toBe(environmentTable()[0])
  expect(wrongLine('# Page', rows)).toBe('<!-- environments -->')
})
