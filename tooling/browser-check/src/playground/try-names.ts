import type { PlaygroundTab } from './open-page.ts'
import { type Findings, PATIENCE } from './try-journey.ts'

const DAYS = 240
const [heat, rain] = ['درجة الحرارة', 'גשם (מ״מ)']

/** Names from right to left are shown, and turn nothing around them; a file that is too large is refused at once. */
export async function tryNames(tab: PlaygroundTab, found: Findings): Promise<void> {
  const rows = Array.from({ length: DAYS }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
    const values = [10 + 8 * Math.sin(day / 9), 3 + 2 * Math.cos(day / 5)]
    return [date, ...values.map((value, column) => ((day + 3 * column) % 11 === 0 ? '' : value.toFixed(2)))].join()
  })
  await tab.call('drop', { name: 'طقس.csv', text: [`التاريخ,${heat},${rain}`, ...rows, ''].join('\n') })
  const { problem } = await tab.until(({ facts, problem: one }) => facts.filled !== null || one !== '', PATIENCE)
  found.expect(problem === '', `a file with names from right to left: ${problem}`)
  for (const name of [heat, rain]) found.expect(await tab.call('areApart', name), `"${name}" turns what is around it`)
  await tab.call('drop', { name: 'large.csv', size: 101e6 })
  const large = await tab.until((state) => state.problem !== '', 30)
  found.expect(/101 MB, and a tab takes files of up to 100 MB/.test(large.problem), `101 MB: "${large.problem}"`)
  found.expect(large.status !== '', 'a file that is refused ends what was worked on')
}
