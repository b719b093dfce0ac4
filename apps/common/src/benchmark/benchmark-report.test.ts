import { expect, it } from 'vitest'
import { resultRow } from '../results/result-row.ts'
import { benchmarkReport } from './benchmark-report.ts'

const session = { command: 'pnpm timeseries pendulum', elapsedSeconds: () => 61.4 }
const text = {
  name: 'pendulum',
  title: 'Pendulum',
  notes: ['Half of the frames.', 'The preset `cpu` has another head.'],
}

function report(...values: number[]): string {
  return reportOf(session, ...values)
}

function reportOf(session: { command: string; elapsedSeconds(): number }, ...values: number[]): string {
  const results = values.map((value, index) => ({ seed: index + 1, value }))
  const published = { S5: '3.41 ± 0.27' }
  const row = resultRow({ experiment: 'pendulum', metric: 'MSE', results, published }, session)
  return benchmarkReport(text, [row], [{ kind: 'text', heading: 'A section', text: 'more' }], session.command)
}

it('has a paragraph for each note, as plain text', () => {
  expect(report(1)).toContain('<p>Half of the frames.</p>\n<p>The preset “cpu” has another head.</p>')
})

it('keeps a figure and its deviation on one line', () => {
  const html = report(3, 5)
  expect(html).toContain('4.000\u00a0±\u00a01.414')
  expect(html).toContain('3.41\u00a0±\u00a00.27')
})

it('says of which seeds it is, and how long they took', () => {
  expect(report(1)).toMatch(/Seed 1; 1 min 01 s on .* cores/)
  expect(reportOf({ ...session, command: `${session.command} --resume` }, 1)).toMatch(
    /Seed 1; 1 min 01 s since it was /,
  )
  expect(report(1, 2, 3)).toContain('Mean and standard deviation over the seeds 1, 2, 3; ')
})
