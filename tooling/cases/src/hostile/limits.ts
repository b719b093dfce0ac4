import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseSafetensors } from '@romae/safetensors'
import { readUea, readWideCsv } from '@romae/timeseries'
import type { Case } from '../case.ts'
import { copyRun, keptData } from '../kept-run.ts'

/** A text that goes on for so many characters. It is refused before it is held. */
async function* text(start: string, more: string, characters: number, end = ''): AsyncGenerator<string> {
  yield start
  const piece = more.repeat(Math.ceil(65_536 / more.length))
  for (let sent = 0; sent < characters; sent += piece.length) yield piece
  yield end
}

interface Refusal {
  readonly code?: string
  readonly message: string
}

/** Reads what is too much: the error has this code and a short text, and comes soon. */
function refused(name: string, code: string, read: (folder: string) => Promise<unknown>): Case {
  return {
    name,
    async try({ folder }) {
      const began = performance.now()
      const found = await read(folder).then(
        () => ({ code: 'nothing', message: '' }),
        (error: Refusal) => error,
      )
      const seconds = (performance.now() - began) / 1000
      if (found.code !== code) throw new Error(`${found.code}: ${found.message.slice(0, 200)}`)
      if (found.message.length > 1000) throw new Error(`its message has ${found.message.length} characters`)
      if (seconds > 15) throw new Error(`it took ${seconds.toFixed(1)} s`)
      return undefined
    },
  }
}

const wide = (source: AsyncIterable<string>) => readWideCsv(source, { time: 't', id: 'id', channels: 'rest' })

/** A safetensors file with this header. */
function safetensors(header: string): Uint8Array {
  const bytes = Buffer.from(header)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(bytes.length))
  return Buffer.concat([length, bytes])
}

/** Files of which one part is as large as nobody’s. */
export const limitCases: readonly Case[] = [
  refused('600 MB in one line of a .ts file', 'TIMESERIES_LIMIT', () =>
    readUea(text('@problemName P\n@data\n', '1,', 6e8)),
  ),
  refused('a .ts file’s header line of 20 MB', 'TIMESERIES_LIMIT', () =>
    readUea(text('@problemName P\n@classLabel true', ' a', 2e7)),
  ),
  refused('an id of 20 MB', 'TIMESERIES_LIMIT', () => wide(text('id,t,v\n', 'x', 2e7, ',1,2\n'))),
  refused('a quoted cell that never ends', 'TIMESERIES_LIMIT', () => wide(text('id,t,v\n"', 'x\n', 2e8))),
  refused('a table of three million columns', 'TIMESERIES_LIMIT', () => wide(text('id,t', ',v', 6e6))),
  refused('a time of 20 MB', 'TIMESERIES_LIMIT', () => wide(text('id,t,v\na,0.', '1', 2e7, ',1\n'))),
  refused('a channel whose name has 20 MB', 'TIMESERIES_LIMIT', () => wide(text('id,t,', 'x', 2e7, '\na,1,2\n'))),
  refused('more than a million tensors of nothing', 'SAFETENSORS_LIMIT', async () => {
    const one = (index: number) => `"${index}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`
    parseSafetensors(safetensors(`{${Array.from({ length: 1.2e6 }, (_, index) => one(index)).join()}}`))
  }),
  refused('a tensor whose name has 50 MB', 'SAFETENSORS_LIMIT', async () => {
    const name = 'x'.repeat(5e7)
    parseSafetensors(safetensors(`{"${name}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`))
  }),
  {
    name: 'a setting of a run whose key has 50 MB',
    async try({ folder, run }) {
      const model = await copyRun('series-classify', folder)
      const place = path.join(model, 'checkpoint', 'experiment.json')
      const json = await readFile(place, 'utf8')
      await writeFile(
        place,
        json.replace('"data":{', '"data": {').replace('"data": {', `"data": {"${'x'.repeat(5e7)}":1,`),
      )
      const { code, stderr } = await run('timeseries', 'classify', keptData('waves.csv'), '--model', model)
      if (code !== 1 || !stderr.includes('[APP_') || stderr.length > 1000) {
        throw new Error(`${code}, ${stderr.length} characters: ${stderr.slice(0, 200)}`)
      }
      return undefined
    },
  },
]
