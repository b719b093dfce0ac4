import type { RomaeError, Tokenizer, Tokens } from '@romae/tokenizer'
import { type ConformanceOptions, tokenizerConformance } from '@romae/tokenizer/testing'
import type { Case } from '../case.ts'

interface Quake {
  readonly time: number
  readonly depth: number
  readonly magnitude: number
}

const catalogue: readonly Quake[] = [
  { time: 0.5, depth: 12, magnitude: 4.25 },
  { time: 3.25, depth: 33, magnitude: 5.5 },
  { time: 9, depth: 600, magnitude: 6.75 },
]

/** What a careless author changes. */
interface Mistake extends Partial<Tokenizer<readonly Quake[]>> {
  readonly place?: (quake: Quake) => readonly [time: number, depth: number]
  readonly scale?: number
  readonly byAxis?: boolean
  readonly [own: string]: unknown
}

function quakes({ place = ({ time, depth }) => [time, depth], scale = 0.25, byAxis = false, ...own }: Mistake) {
  return {
    specVersion: 1,
    name: 'quakes',
    axes: ['time', 'depth'],
    tokenSize: 1,
    tokenize: (list: readonly Quake[]) => {
      const places = list.map(place)
      const positions = byAxis ? [...places.map(([at]) => at), ...places.map(([, depth]) => depth)] : places.flat()
      const values = Float32Array.from(list, ({ magnitude }) => magnitude * scale)
      return { values, positions: Float32Array.from(positions), length: list.length }
    },
    ...own,
  } as Tokenizer<readonly Quake[]>
}

const fit = (options: Mistake) => (json: unknown) => quakes({ ...options, ...(json as object) })

/** What the suite finds, its rules by name. */
async function findings(mistake: Mistake, more: Partial<ConformanceOptions<readonly Quake[]>> = {}): Promise<string> {
  const found: string[] = []
  const onWarning = ({ fields }: RomaeError) => found.push(`${fields.rule} (warning)`)
  const options = { tokenizer: quakes(mistake), samples: [catalogue, catalogue.slice(0, 2)], onWarning, ...more }
  for (const { name, run } of tokenizerConformance(options)) await run().catch(() => found.push(name))
  return found.join(', ')
}

function finds(what: string, expected: string, ...given: Parameters<typeof findings>): Case {
  return {
    name: `the conformance suite on ${what}`,
    async try() {
      const found = await findings(...given)
      if (found !== expected) throw new Error(`it finds ${found || 'nothing'}; expected ${expected || 'nothing'}`)
      return expected || 'nothing is found'
    },
  }
}

/** The way back of positions that stand axis after axis. */
function byAxis({ values, positions, length }: Tokens): Quake[] {
  return Array.from(values, (value, quake) => {
    return { time: positions[quake]!, depth: positions[length + quake]!, magnitude: value / 0.25 }
  })
}

const onTheMap = ({ time, depth }: Quake) => [35 + time / 10, 139 + depth / 1000] as const

const epoch = Date.UTC(2024, 0, 1)
const statistic = { toJSON: () => ({}) }

/** What authors of plugins get wrong without a word. */
export const pluginCases: readonly Case[] = [
  finds('a sound plugin', '', {}),
  finds('a plugin with fields and methods of its own', '', { stations: ['a'], nameOf: () => 'x', maximum: 9 }),
  finds('a toJSON that forgets a statistic', 'from-json', { scale: 0.5, ...statistic }, { fromJSON: fit(statistic) }),
  finds('a toJSON without a way back', 'way-back (warning)', statistic),
  finds('positions that stand axis after axis', 'positions-order', { byAxis: true, detokenize: byAxis }),
  finds('positions that stand axis after axis, without a way back', 'positions-blocks (warning)', {
    byAxis: true,
    place: onTheMap,
  }),
  finds('epoch milliseconds', 'positions-resolution', { place: ({ time, depth }) => [epoch + 6e4 * time, depth] }),
  finds('epoch seconds', 'positions-resolution', { place: ({ time, depth }) => [epoch / 1e3 + 300 * time, depth] }),
  finds('positions that are all 0', 'positions-differ (warning)', { place: () => [0, 0] }),
  finds('a set, whose positions are all 0', '', { place: () => [0, 0], unordered: true }),
  finds('large positions', 'positions-scale (warning)', { place: ({ time, depth }) => [1e5 * time, depth] }),
  finds('values a million times as large', 'values-scale (warning)', { scale: 2.5e5 }),
  finds('a misspelled detokenise', 'known-names', { detokenise: () => catalogue }),
  finds('a misspelled max_length', 'known-names', { max_length: 3 }),
  finds('a misspelled toJson', 'known-names', { toJson: () => ({}) }),
]
