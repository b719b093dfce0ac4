import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { readFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { InvalidArgumentError } from 'commander'
import { tell, writeFile, writeJson } from 'romae'
import type { ImputationTask } from './data-set.ts'
import { readNpy, writeNpy } from './npy.ts'
import type { PeerSettings } from './settings.ts'
import type { Windows } from './windows.ts'

const script = fileURLToPath(new URL('../../peer/pypots_peer.py', import.meta.url))

export const peerNames = ['SAITS', 'BRITS'] as const
export type PeerName = (typeof peerNames)[number]

/** What a peer did. */
export interface PeerResult {
  /** `[count, steps, channels]` */
  readonly filled: Float32Array
  /** Processor seconds of training and of filling, all threads together. */
  readonly seconds: number
  readonly parameters: number
  /** Of PyPOTS and PyTorch. */
  readonly versions: string
}

/**
 * Trains a model of PyPOTS on the same arrays, which go through a temporary folder, and lets it fill the test windows.
 *
 * @param python an interpreter with pypots, e.g. of `pnpm bench peer FOLDER --pypots`
 * @param prefix begins the lines that say how far it is
 */
export async function fillByPeer(
  model: PeerName,
  { train, validation, test }: ImputationTask,
  settings: PeerSettings & { readonly seed: number },
  { python, signal, prefix }: { readonly python: string; readonly signal: AbortSignal; readonly prefix: string },
): Promise<PeerResult> {
  const folder = await mkdtemp(join(tmpdir(), 'romae-peer-'))
  try {
    const arrays = { train, validation: validation.seen, 'validation-truth': validation.truth, test: test.seen }
    for (const [name, windows] of Object.entries(arrays)) await writeFile(join(folder, `${name}.npy`), npyOf(windows))
    await writeJson(join(folder, 'settings.json'), { model, ...settings })
    const { seconds, parameters, versions } = await runScript(python, folder, signal, prefix)
    const { shape, values } = readNpy(await readFile(join(folder, 'filled.npy'), 2 ** 31))
    const expected = shapeOf(test.seen)
    if (String(shape) !== String(expected) || values.some(Number.isNaN)) {
      throw failed(
        python,
        `it gave an array of ${shape.join(' × ')}, perhaps with NaN, for one of ${expected.join(' × ')}`,
      )
    }
    return { filled: values, seconds, parameters, versions }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function shapeOf({ count, steps, channels }: Windows): number[] {
  return [count, steps, channels.length]
}

function npyOf(windows: Windows): Uint8Array {
  return writeNpy({ shape: shapeOf(windows), values: windows.values })
}

/** Shows the lines that the script writes to standard error about its epochs; its answer is the last line of standard output. */
async function runScript(python: string, folder: string, signal: AbortSignal, prefix: string) {
  // Threads that have nothing to do sleep: what they would turn idly is no cost of the method.
  const env = { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', KMP_BLOCKTIME: '0' }
  const child = spawn(python, ['-I', script, folder], { stdio: ['ignore', 'pipe', 'pipe'], signal, env })
  const complaints: string[] = []
  let answer = ''
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.includes('Epoch')) tell(`${prefix}${line.slice(line.indexOf('Epoch'))}`)
    complaints.push(line)
    if (complaints.length > 20) complaints.shift()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    answer = line
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).catch((cause: Error) => {
    throw failed(python, cause.message)
  })
  if (code !== 0) throw failed(python, complaints.join('\n') || `it ended with ${code}`)
  return parseJson(answer) as Omit<PeerResult, 'filled'>
}

function failed(python: string, reason: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `--peer ${python} cannot train PyPOTS’ models: ${reason}; pnpm bench peer FOLDER --pypots makes a Python that can`,
  )
}
