import { execFile, execFileSync } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { decodeWav, listEsc50 } from '@romae/audio'
import { fetchDataset, openElasticc, readPhysioNet2012 } from '@romae/datasets'
import { decodeImage, listImageTable, listImageTar } from '@romae/image'
import { openSafetensors } from '@romae/safetensors/node'
import { readLongCsv, readUea, readWideCsv } from '@romae/timeseries'
import { loadModel, readMetrics } from '@romae/trainer/node'
import type { Case } from '../case.ts'
import { commandOf } from '../command.ts'

/** Every reader of files: what it reads in the folder, and how. */
const readers: Readonly<Record<string, (folder: string, file: string) => Promise<unknown>>> = {
  'a.csv': (_, file) => readWideCsv(file, { time: 't', channels: 'rest' }),
  'long.csv': (_, file) => readLongCsv(file, { time: 't', value: 'v' }),
  'a.ts': (_, file) => readUea(file),
  'a.wav': (_, file) => decodeWav(file),
  'meta/esc50.csv': (folder) => listEsc50(folder),
  'a.png': (_, file) => decodeImage(file),
  'list.csv': (_, file) => first(listImageTable(file)),
  'list.jsonl': (_, file) => first(listImageTable(file)),
  'a.tar': (_, file) => first(listImageTar(file)),
  'stays.tar': (_, file) => readPhysioNet2012(file),
  'stays.tar.gz': (_, file) => readPhysioNet2012(file),
  'a.h5': (_, file) => openElasticc(file),
  'a.safetensors': (_, file) => openSafetensors(file),
  'model_config.json': (folder) => loadModel(folder),
  'romae.json': (folder) => loadModel(folder),
  SHA256SUMS: (folder) => loadModel(folder),
  'metrics.jsonl': (folder) => readMetrics(folder),
}

/** The code of the error that is thrown within five seconds. A FIFO that is waited for is let go. */
async function refusal(read: Promise<unknown>, fifo: string): Promise<string> {
  let done = false
  const outcome = read.then(
    () => 'read',
    (error: { code?: string }) => error.code ?? `untyped: ${error}`,
  )
  void outcome.finally(() => {
    done = true
  })
  const first = await Promise.race([outcome, setTimeout(5000, 'waited for')])
  // Its thread would keep this process from ending; whoever waits may do so again.
  while (!done && fifo !== '/dev/zero') {
    closeSync(openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK))
    await setTimeout(10)
  }
  return first
}

async function first(list: AsyncIterable<unknown>): Promise<unknown> {
  for await (const item of list) return item
  return undefined
}

/** Runs a command of the timeseries app as the shell's script has it, where it is `"$0" "$@"`. */
function shell(folder: string, script: string, ...words: readonly string[]): Promise<{ code: number; text: string }> {
  const options = { cwd: folder, env: { ...process.env, INIT_CWD: folder }, timeout: 60_000 }
  return new Promise((resolve) => {
    execFile('sh', ['-c', script, ...commandOf('timeseries', words)], options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr })
    })
  })
}

const table = ['t,v', ...Array.from({ length: 60 }, (_, row) => `${row},${Math.sin(row)}`), '60,', ''].join('\n')
const columns = ['--time', 't', '--steps', '2', '--batch', '2']

/** FIFOs and devices where files are expected. */
export const pipeCases: readonly Case[] = [
  {
    name: 'a FIFO in place of any file is refused, not waited for',
    async try({ folder }) {
      const wrong: string[] = []
      for (const [name, read] of Object.entries(readers)) {
        const own = path.join(folder, name.replaceAll('/', '-'))
        const fifo = path.join(own, name)
        await mkdir(path.dirname(fifo), { recursive: true })
        await mkdir(path.join(own, 'audio'), { recursive: true })
        execFileSync('mkfifo', [fifo])
        const code = await refusal(read(own, fifo), fifo)
        if (!/^[A-Z]+(?:_[A-Z0-9]+)+$/.test(code)) wrong.push(`${name} is ${code}`)
      }
      if (wrong.length > 0) throw new Error(wrong.join('; '))
      return `${Object.keys(readers).length} readers`
    },
  },
  {
    name: 'a device in place of a file is refused, not read without end',
    async try() {
      const wrong: string[] = []
      for (const [name, read] of Object.entries(readers)) {
        if (name.includes('/') || /SUMS|json/.test(name)) continue
        const code = await refusal(read('/dev', '/dev/zero'), '/dev/zero')
        if (!/^[A-Z]+(?:_[A-Z0-9]+)+$/.test(code)) wrong.push(`${name} is ${code}`)
      }
      if (wrong.length > 0) throw new Error(wrong.join('; '))
      return undefined
    },
  },
  {
    name: 'a FIFO where a data set is looked for is refused',
    async try({ folder }) {
      const fifo = path.join(folder, 'physionet2012-set-a.tar.xz')
      execFileSync('mkfifo', [fifo])
      const { path: found } = await fetchDataset('physionet2012', { dataDir: folder })
      const code = await refusal(readPhysioNet2012(found), fifo)
      if (code !== 'DATASETS_CANNOT_READ') throw new Error(code)
      return undefined
    },
  },
  {
    name: 'a command refuses a FIFO at once, and says that - is standard input',
    async try({ folder, run }) {
      execFileSync('mkfifo', [path.join(folder, 'a.csv')])
      const { code, stderr } = await run('timeseries', 'impute', 'a.csv', ...columns)
      if (code !== 1 || !stderr.includes('it is a FIFO') || !stderr.includes('- for the standard input')) {
        throw new Error(`${code} ${stderr}`)
      }
      return undefined
    },
  },
  {
    name: 'impute - fills what comes by standard input',
    async try({ folder }) {
      await writeFile(path.join(folder, 'a.csv'), table)
      const words = ['impute', '-', ...columns, '--out', 'filled.csv']
      const { code, text } = await shell(folder, 'cat a.csv | "$0" "$@"', ...words)
      if (code !== 0) throw new Error(`${code} ${text}`)
      const { series } = await readWideCsv(path.join(folder, 'filled.csv'), { time: 't', channels: ['v'] })
      const { length } = series[0]!.channels[0]!.values.filter(Number.isFinite)
      if (length !== 61) throw new Error(`${length} of 61 values`)
      return undefined
    },
  },
  {
    name: '/dev/stdin is read where it is a file, and refused where it is a pipe',
    async try({ folder }) {
      await writeFile(path.join(folder, 'a.csv'), table)
      const words = ['impute', '/dev/stdin', ...columns, '--dry-run']
      const piped = await shell(folder, 'cat a.csv | "$0" "$@"', ...words)
      const file = await shell(folder, '"$0" "$@" < a.csv', ...words)
      if (piped.code !== 1 || !piped.text.includes('it is a FIFO')) throw new Error(`a pipe: ${piped.text}`)
      if (file.code !== 0) throw new Error(`a file: ${file.text}`)
      return undefined
    },
  },
]
