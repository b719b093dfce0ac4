import axe from 'axe-core'
import type { PlaygroundTab, TableFile } from './open-page.ts'

/** What a check has to say: what was measured, and what should not be. */
export interface Findings {
  /** Where the check is now. */
  at(journey: string): void
  line(text: string): void
  problem(text: string): void
  /** A problem where it is not so. */
  expect(isSo: boolean, text: string): void
}

/** Seconds that a machine with other work to do may take for what takes a few. */
export const PATIENCE = 300

/** A file is dropped, trained on and filled, paused, loaded again, and gone on with. */
export async function tryJourney(tab: PlaygroundTab, file: TableFile, found: Findings): Promise<void> {
  await tab.call('drop', file)
  const filled = await tab.until(({ facts, problem }) => facts.belowLinear !== null || problem !== '', PATIENCE)
  found.expect(filled.problem === '', `the file could not be filled: ${filled.problem}`)
  const { belowLast, belowLinear, longestPause } = filled.facts
  const seconds = (time: number | null) => (time === null ? 'never' : `${(time / 1e3).toFixed(1)} s`)
  found.line(
    `from dropping the file until its errors are below the last value’s ${seconds(belowLast)}, below linear interpolation’s in three ` +
      `of four columns ${seconds(belowLinear)}`,
  )
  found.expect(belowLast !== null && belowLast <= 15_000, `below the last value within 15 s: ${seconds(belowLast)}`)
  found.expect(
    belowLinear !== null && belowLinear <= 60_000,
    `below linear interpolation within 60 s: ${seconds(belowLinear)}`,
  )
  const later = await tab.until(({ progress }) => progress >= 70, PATIENCE)
  const pause = Math.max(longestPause, later.facts.longestPause)
  found.line(`the page answered within ${pause.toFixed(0)} ms while it trained`)
  found.expect(pause <= 100, `the page answers within 100 ms while it trains: ${pause.toFixed(0)} ms`)
  for (const [chart, colour] of [
    ['curve', 'filled'],
    ['curve', 'observed'],
    ['loss', 'accent'],
  ] as const) {
    const count = await tab.call('pixels', { chart, colour })
    found.expect(count > 100, `the chart "${chart}" has ${count} pixels of its colour "${colour}"`)
  }
  await tryAxe(tab, 'while it trains', found)
  await tab.call('click', 'pause')
  const paused = await tab.until(({ status }) => status === 'Paused', PATIENCE)
  found.expect(
    paused.links.join() === 'filled,intervals,methods,model,onnx',
    `files of a paused run: ${paused.links.join()}`,
  )
  await tab.page.reload()
  const again = await tab.until(({ status }) => status.startsWith('Going on after step'), PATIENCE)
  found.expect(/step [1-9]/.test(again.status), `after a reload: "${again.status}"`)
}

/** Rules of accessibility. @param when for messages */
export async function tryAxe({ page, call }: PlaygroundTab, when: string, found: Findings): Promise<void> {
  await page.evaluate(`${axe.source}; null`)
  const violations = await call('axe')
  for (const violation of violations) found.problem(`axe, ${when}: ${violation}`)
}

/** Files that cannot be filled: each has a message, and the page takes the next one. */
export async function tryBadFiles(tab: PlaygroundTab, found: Findings): Promise<void> {
  const files: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['empty.csv', '', /./],
    ['one-column.csv', 'date\n2024-01-01\n2024-01-02\n', /./],
    ['ambiguous.csv', 'date,level\n01/02/2024,1\n02/03/2024,2\n03/04/2024,\n', /how times are written/],
    ['picture.csv', '\u0000PNG\u0001\u0002', /./],
    ['short.csv', 'date,level\n2024-01-01,1\n2024-01-02,\n', /./],
  ]
  for (const [name, text, message] of files) {
    await tab.call('drop', { name, text })
    const { problem } = await tab.until((state) => state.problem.includes(name), 60)
    found.expect(problem.includes(name) && message.test(problem), `${name}: "${problem}"`)
    found.line(`${name}: ${problem.replace(/\s+/g, ' ').slice(0, 160)}`)
  }
}
