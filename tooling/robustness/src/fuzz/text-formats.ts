import { readLongCsv, readUea, readWideCsv, type TimeSeries } from '@romae/timeseries'
import { type Format, requireThat } from './format.ts'
import { mutateBytes } from './mutate.ts'

const words = [
  ...[',', ':', '(', ')', '"', '""', '\n', '\r\n', '\r', '?', '@', '@data\n', '@timeStamps', '#', '-', 'e', '.', '\0'],
  ...[
    '1e999',
    '0x1',
    'NaN',
    'Infinity',
    'true',
    'false',
    ' ',
    '\t',
    '\uFEFF',
    '\uFFFD',
    '１',
    '2012-01-01',
    '99999999',
  ],
  ...[
    '2012-02-30T25:61Z',
    '1e-320',
    '__proto__',
    'constructor',
    '@seriesLength 1000000000\n',
    '@dimensions 99999999\n',
  ],
]

const ts = [
  '@problemName P\n@timeStamps false\n@missing true\n@dimensions 2\n@equalLength true\n@seriesLength 3\n' +
    '@classLabel true a b\n@data\n1,2.5,-3e1:4,?,6:a\n7,8,9:1,2,3:b\n',
  '# irregular\n@problemName P\n@timeStamps true\n@univariate false\n@equalLength false\n@targetLabel true\n@data\n' +
    '(0,1),(1.5,2):(3,4):0.5\n(2012,1)::-1\n',
]
const longCsv = [
  'id,t,c,v,l\na,1,x,2.5,p\na,2,"x",-1e3,p\nb,1,y,3,"q ""r"""\n',
  'id,t,c,v,l\r\na,2012-01-01,x,2,\r\na,2012-01-02T06:30Z,x,3,\r\n',
]
const wideCsv = ['t,rain,wind\n1,2.5,\n2,,3\n4,1e3,-1\n', 'id,t,x\na,2012-01-01,1\na,2012-01-02,\nb,2012-01-01,3\n']

/** UEA `.ts` files, CSV files. */
export function textFormats(): Format[] {
  return [
    textFormat('.ts', 0.15, ts, async (source) => (await readUea(source)).series),
    textFormat('long CSV', 0.1, longCsv, async (source) => {
      return (await readLongCsv(source, { id: 'id', time: 't', channel: 'c', value: 'v', label: 'l' })).series
    }),
    textFormat('wide CSV', 0.1, wideCsv, async (source) => {
      return (await readWideCsv(source, { time: 't', channels: 'rest' })).series
    }),
  ]
}

function textFormat(
  name: string,
  share: number,
  texts: readonly string[],
  parse: (source: AsyncIterable<Uint8Array>) => Promise<readonly TimeSeries[]>,
): Format {
  const seeds = texts.map((text) => new TextEncoder().encode(text))
  return {
    name,
    share,
    make(random) {
      const seed = seeds[random.integer(seeds.length)]!
      return mutateBytes(seed, random, words, seed.length)
    },
    async read(input) {
      for (const { channels } of await parse(chunks(input))) {
        for (const { times, values } of channels) {
          requireThat(times.length === values.length, 'a channel has more times than values')
          requireThat(times.every(Number.isFinite), 'a time is not finite')
        }
      }
    },
  }
}

/** Chunks of a prime length, so that they cut lines, numbers and characters. */
async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 31) yield bytes.subarray(start, start + 31)
}
