import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { measureGrowth } from '../expressions/growth.ts'
import { regularExpressions } from '../expressions/regular-expressions.ts'
import { readWorkspace, scriptFiles } from '../workspace.ts'

/** Files that make an expression of a text, and where the text comes from. */
const MADE_OF_TEXT: Readonly<Record<string, string>> = {
  'packages/compiler/src/recorder/record.ts': 'a constant',
  'packages/audio/src/readers/named-files.ts': 'the expression of the caller, without its flags',
  'packages/timeseries/src/readers/time/time-layout.ts':
    'directives, each once and none of them long, and the text between, in which a run of spaces is one',
}

/**
 * No expression of packages and apps takes more than linear time: proved by recheck, which makes automata of them, and
 * measured on inputs of three lengths. All of them are looked at, for nobody can say which will never see what a stranger
 * wrote.
 */
export const expressions: Check = {
  name: 'expressions',
  description: 'no regular expression takes more time than in proportion to the length of its input',
  async run(root) {
    // Its other backends are programs for each platform; this one is JavaScript.
    process.env.RECHECK_BACKEND = 'pure'
    const { checkSync } = await import('recheck')
    const { packages } = await readWorkspace(root)
    const violations: Violation[] = []
    const judged = new Map<string, string | null>()
    let count = 0
    const judge = (source: string, flags: string): string | null => {
      // By itself it tries random inputs where something repeats thirty times, and then is wrong now and then.
      const proof = checkSync(source, flags, { timeout: 30_000, checker: 'automaton' })
      const found = proof.status === 'unknown' ? checkSync(source, flags, { timeout: 30_000 }) : proof
      if (found.status === 'vulnerable' && !(found.checker === 'fuzz' && isQuick(source, flags, found.attack.string))) {
        return `it takes ${found.complexity.summary} time, e.g. on ${found.attack.pattern}`
      }
      if (found.status === 'unknown') return `recheck cannot judge it: ${found.error.kind}`
      const { input, times, linear } = measureGrowth(source, flags)
      const inWords = times.map((time) => time.toFixed(1)).join(', ')
      return linear ? null : `it takes ${inWords} ms on 4,000, 8,000 and 16,000 characters of ${input}`
    }
    for (const { directory } of packages) {
      if (!directory.startsWith('packages/') && !directory.startsWith('apps/')) continue
      for (const file of scriptFiles(path.join(root, directory)).filter(isShipped)) {
        const place = `${directory}/${file}`
        for (const { line, literal } of regularExpressions(file, readFileSync(path.join(root, place), 'utf8'))) {
          count += 1
          const report = (problem: string) => violations.push({ path: place, line, rule: 'linear', problem })
          if (literal === null) {
            if (MADE_OF_TEXT[place] === undefined) report('an expression made of a text cannot be judged: write it out')
            continue
          }
          const { source, flags } = literal
          const key = `/${source}/${flags}`
          if (!judged.has(key)) judged.set(key, judge(source, flags))
          const problem = judged.get(key)
          if (problem) report(`${key}: ${problem}`)
        }
      }
    }
    return violationsResult(violations, { count, what: 'regular expressions' })
  },
}

/** Tens of thousands of characters take seconds where time grows with their square. */
const QUICK_MILLISECONDS = 100

/**
 * Whether an input that was found by trying is none that takes long: what recheck finds so is found by time, and false on a busy machine.
 */
function isQuick(source: string, flags: string, attack: string): boolean {
  const expression = new RegExp(source, flags)
  const times = [0, 1, 2].map(() => {
    const begun = performance.now()
    expression.lastIndex = 0
    expression.test(attack)
    return performance.now() - begun
  })
  return attack.length > 10_000 && Math.min(...times) < QUICK_MILLISECONDS
}

/** Not of tests and their helpers. */
function isShipped(file: string): boolean {
  return !/\.test(-d)?\.ts$/.test(file) && !file.includes('/testing/')
}
