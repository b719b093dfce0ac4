import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { decodeWav } from '@romae/audio'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireCode, requireRefused } from './outcome.ts'

/** What a WAV file is made of. */
interface Parts {
  /** The size that the container says, beside the true one. */
  readonly containerOff?: number
  readonly dataSize?: number
  /** An odd chunk before the data, with its pad byte or without. */
  readonly odd?: 'filled' | 'not filled'
}

const SAMPLES = Int16Array.from({ length: 1600 }, (_, at) => 8000 * Math.sin(at / 3))

function wav({ containerOff = 0, dataSize = SAMPLES.byteLength, odd }: Parts = {}): Buffer {
  const head = (id: string, size: number) => {
    const bytes = Buffer.alloc(8, id)
    bytes.writeUInt32LE(size, 4)
    return bytes
  }
  const format = Buffer.from([1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0])
  const list = odd === undefined ? [] : [head('LIST', 5), Buffer.from('INFOx')]
  const filled = odd === 'filled' ? [Buffer.alloc(1)] : []
  const data = [head('data', dataSize), Buffer.from(SAMPLES.buffer)]
  const content = Buffer.concat([Buffer.from('WAVE'), head('fmt ', 16), format, ...list, ...filled, ...data])
  return Buffer.concat([head('RIFF', (content.length + containerOff + 2 ** 32) % 2 ** 32), content])
}

async function requireWhole(bytes: Uint8Array, options: { readonly openEnd?: boolean }, notes: number) {
  const said: string[] = []
  const { channels } = await decodeWav(bytes, { ...options, onNote: (note) => said.push(note) })
  if (channels[0]!.length !== SAMPLES.length) throw new Error(`${channels[0]!.length} samples, not ${SAMPLES.length}`)
  if (said.length !== notes) throw new Error(`${said.length} notes, not ${notes}`)
  return said[0]
}

/** WAV files that contradict themselves, and hold all samples. */
export const wavCases: readonly Case[] = [
  ...[8, 1, -8, -1, 4096].map((containerOff) => ({
    name: `a WAV file whose container is ${containerOff} bytes off is read, said, and refused strictly`,
    async try() {
      const bytes = wav({ containerOff })
      await requireCode('AUDIO_TRUNCATED', () => decodeWav(bytes, { strict: true }))
      return requireWhole(bytes, {}, 1)
    },
  })),
  {
    name: 'a WAV file with an odd chunk that is not filled up is read, and said; one that is, is read without a word',
    async try() {
      await requireWhole(wav({ odd: 'filled' }), {}, 0)
      return requireWhole(wav({ odd: 'not filled' }), {}, 1)
    },
  },
  ...[0, 0xffffffff, 0x7fffffff].map((dataSize) => ({
    name: `a WAV file whose data has the size ${dataSize.toString(16)} is read by option, and says so without`,
    async try() {
      const bytes = wav({ dataSize })
      await requireCode('AUDIO_OPEN_END', () => decodeWav(bytes))
      return requireWhole(bytes, { openEnd: true }, 0)
    },
  })),
  {
    name: 'audio pretrain says which files contradict themselves, and takes --strict and --open-end',
    async try(place: Workplace) {
      await mkdir(path.join(place.folder, 'in'))
      const put = (name: string, parts: Parts) => writeFile(path.join(place.folder, 'in', name), wav(parts))
      for (let number = 0; number < 4; number++) await put(`${number}.wav`, number === 0 ? { containerOff: 8 } : {})
      const words = ['pretrain', 'in', '--preset', 'smoke', '--dry-run', '--set', 'data.bins=16']
      const short = ['--set', 'tokenizer.patch=[8,8]']
      const run = (...more: readonly string[]) => place.run('audio', ...words, ...short, ...more)
      const result = await run()
      outputOf(result)
      if (!result.stderr.includes('0.wav: its header says')) throw new Error(`not said: ${result.stderr.slice(0, 300)}`)
      requireRefused(await run('--strict'), 'AUDIO_TRUNCATED', '0.wav')
      await put('0.wav', { dataSize: 0xffffffff })
      requireRefused(await run(), 'AUDIO_OPEN_END', '0.wav')
      outputOf(await run('--open-end'))
      return undefined
    },
  },
]
