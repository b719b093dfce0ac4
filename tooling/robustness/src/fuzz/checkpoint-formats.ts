import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Engine } from '@romae/engine'
import type { Random } from '@romae/internal/random'
import { RomaeError, tokenizerSet } from '@romae/tokenizer'
import { loadModel, pretrain, readMetrics, runToEnd, saveModel } from '@romae/trainer/node'
import { tokenizer } from '../numbers.ts'
import { smallRun } from '../small-run.ts'
import type { Format } from './format.ts'
import { mutateBytes, mutateJson } from './mutate.ts'
import { mutateHeader } from './mutate-header.ts'

const words = [
  ...['"', '{', '}', '[', ']', ',', ':', 'null', 'true', '-1', '0', '1e9', '1e400', '"__proto__":{},', '\\ud800', '\n'],
  ...['depth', 'd_model', 'encoder', '"formatVersion": 2', '"task": "prediction"', '  ', '..', '/', 'F64', 'U8'],
]
const checksumFile = 'SHA256SUMS'
const ownFile = 'romae.json'

/**
 * A saved model whose configuration or weights are damaged, and a run's checkpoint of which any file is; two in three
 * with a matching checksum, as a program would leave it that wrote the damage itself.
 */
export async function checkpointFormats(folder: string, engine: Engine): Promise<Format[]> {
  const run = path.join(folder, 'run')
  const small = smallRun({ steps: 1, engine })
  const model = await runToEnd(pretrain(smallRun({ steps: 1, checkpointFolder: run, engine })))
  const saved = path.join(folder, 'saved')
  await saveModel(saved, model)
  const step = 'step-00000001'
  const whole = path.join(folder, 'whole')
  await cp(path.join(run, step), whole, { recursive: true })

  const ofSeveral = path.join(folder, 'several')
  const several = { tokenizer: tokenizerSet({ numbers: tokenizer }), model: small.model!, training: small.training }
  await saveModel(ofSeveral, await runToEnd(pretrain({ ...several, samples: [{ numbers: [1, 2, 3] }] })))
  const originalOfSeveral = readFileSync(path.join(ofSeveral, ownFile))

  const log = path.join(folder, 'log')
  const events = [
    { type: 'step', step: 1, loss: 0.5 },
    { type: 'epoch', step: 1, epoch: 1 },
    { type: 'finish', step: 1 },
  ]
  const lines = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  await mkdir(log)

  return [
    {
      name: 'metrics.jsonl',
      share: 0.01,
      make: (random) => mutateBytes(lines, random, words, lines.length),
      async read(input) {
        await writeFile(path.join(log, 'metrics.jsonl'), input)
        await readMetrics(log)
      },
    },
    {
      name: `${ownFile} of several modalities`,
      share: 0.04,
      make: (random) => damage(ownFile, originalOfSeveral, random),
      async read(input) {
        await writeFile(path.join(ofSeveral, ownFile), input)
        await loadModel(ofSeveral)
      },
    },
    ...readdirSync(saved).map((file): Format => {
      const original = readFileSync(path.join(saved, file))
      return {
        name: file === 'model.safetensors' ? 'saved weights' : file,
        share: 0.04,
        make: (random) => damage(file, original, random),
        async read(input) {
          await writeFile(path.join(saved, file), input)
          await refusable(() => loadModel(saved))
          // As the reference writes it, with no third file that would say what the other two have to be.
          await rename(path.join(saved, ownFile), path.join(folder, ownFile))
          try {
            await loadModel(saved)
          } finally {
            await rename(path.join(folder, ownFile), path.join(saved, ownFile))
            await writeFile(path.join(saved, file), original)
          }
        },
      }
    }),
    ...readdirSync(whole).map((file): Format => {
      const original = readFileSync(path.join(whole, file))
      return {
        name: `checkpoint's ${file}`,
        share: 0.08 / 6,
        make: (random) => damage(file, original, random),
        async read(input) {
          await rm(run, { recursive: true })
          await mkdir(run)
          await cp(whole, path.join(run, step), { recursive: true })
          await writeFile(path.join(run, step, file), input)
          // The length decides, so that an input is read the same way again.
          if (input.length % 3 > 0 && file !== checksumFile) await reseal(path.join(run, step), file, input)
          await refusable(() => loadModel(path.join(run, step)))
          const going = pretrain(smallRun({ steps: 1, checkpointFolder: run, resume: true, engine }))
          for await (const event of going) if (event.type === 'resume') break
        },
      }
    }),
  ]
}

/** What another reader of the same files may refuse. */
async function refusable(read: () => Promise<unknown>): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!RomaeError.isInstance(error)) throw error
  }
}

function damage(file: string, original: Uint8Array, random: Random): Uint8Array {
  if (file.endsWith('.json') && random.uniform() < 0.6) return mutateJson(original, random)
  const isWeights = file.endsWith('.safetensors')
  if (isWeights && random.uniform() < 0.5) return mutateHeader(original, random)
  const focus = isWeights
    ? 8 + Number(new DataView(original.buffer, original.byteOffset).getBigUint64(0, true))
    : original.length
  return mutateBytes(original, random, words, focus)
}

async function reseal(folder: string, file: string, contents: Uint8Array): Promise<void> {
  const list = await readFile(path.join(folder, checksumFile), 'utf8')
  const checksum = createHash('sha256').update(contents).digest('hex')
  const lines = list.split('\n').map((line) => (line.endsWith(`  ${file}`) ? `${checksum}  ${file}` : line))
  await writeFile(path.join(folder, checksumFile), lines.join('\n'))
}
