import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createEngine, type Engine, type HostTensor } from '@romae/engine'
import { parseSafetensors, serializeSafetensors, type TensorToWrite } from '@romae/safetensors'
import { finetune, loadModel, type PretrainedModel, pretrain, runToEnd, saveModel } from '@romae/trainer/node'
import { smallRun } from '../small-run.ts'
import { modelCases } from './model-cases.ts'
import { findPython, Peer } from './python.ts'

/** What was compared with PyTorch. */
export interface InteropResult {
  readonly versions: string
  readonly checked: number
  readonly problems: readonly string[]
  /** The largest errors of what PyTorch computes from weights saved here, relative to the largest value. */
  readonly errors: { readonly predictions: number; readonly loss: number }
}

/** As in the fixtures' README for logits and losses. */
const tolerances = { predictions: 1e-5, loss: 5e-6 }
const goldenFolders = ['checkpoint-pretrain', 'checkpoint-classifier'] as const

/** Saves, and has PyTorch and Python's safetensors read, compute and save; or the reason why there is none. */
export async function interop(): Promise<InteropResult | { readonly reason: string }> {
  const found = findPython()
  if ('reason' in found) return found
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-interop-'))
  const peer = new Peer(found.python)
  const engine = await createEngine('onnxruntime-node')
  const check = new InteropCheck(folder, peer, engine)
  try {
    await check.goldenCheckpoints()
    await check.savedModels()
    await check.runCheckpoint()
    await check.finetuning()
  } finally {
    await engine.dispose()
    await peer.close()
    await rm(folder, { recursive: true })
  }
  const { checked, problems, errors } = check
  return { versions: found.versions, checked, problems, errors }
}

class InteropCheck {
  checked = 0
  readonly problems: string[] = []
  readonly errors = { predictions: 0, loss: 0 }
  readonly #folder: string
  readonly #peer: Peer
  readonly #engine: Engine

  constructor(folder: string, peer: Peer, engine: Engine) {
    this.#folder = folder
    this.#peer = peer
    this.#engine = engine
  }

  /** Loaded and saved again, the reference's own checkpoints are the same files. */
  async goldenCheckpoints(): Promise<void> {
    for (const name of goldenFolders) {
      const [theirs, ours] = [path.join(fixtures, name), path.join(this.#folder, name)]
      await saveModel(ours, await loadModel(theirs))
      for (const file of ['model.safetensors', 'model_config.json']) {
        const files = [ours, theirs].map((folder) => readFile(path.join(folder, file)))
        this.#expect((await files[0]!).equals(await files[1]!), `${name}: ${file} saved here is not theirs`)
      }
      this.#take(name, await this.#peer.ask('compare', ours, theirs))
      await this.#roundTrip(name, ours)
    }
  }

  /** PyTorch takes our weights with strict keys, and computes what we do. */
  async savedModels(): Promise<void> {
    for await (const { name, model, inputs, outputs } of modelCases(this.#engine)) {
      const folder = path.join(this.#folder, name)
      await saveModel(folder, model)
      const tensors = { ...inputs, 'expected.predictions': outputs.predictions!, 'expected.loss': outputs.loss! }
      const inputFile = path.join(this.#folder, 'inputs.safetensors')
      await writeFile(inputFile, serializeSafetensors(Object.fromEntries(Object.entries(tensors).map(writable))))
      const answer = await this.#peer.ask('run', folder, inputFile)
      this.#take(name, answer)
      for (const key of ['predictions', 'loss'] as const) {
        const error = answer.errors?.[key] ?? Number.NaN
        if (!(error <= this.errors[key])) this.errors[key] = error
        this.#expect(error <= tolerances[key], `${name}: PyTorch's ${key} are off by ${error}`)
      }
      await this.#roundTrip(name, folder)
    }
  }

  /** A run's checkpoint: the model like any other, and the optimizer's moments. */
  async runCheckpoint(): Promise<void> {
    const run = path.join(this.#folder, 'run')
    await runToEnd(pretrain(smallRun({ steps: 2, checkpointFolder: run, engine: this.#engine })))
    const step = path.join(run, 'step-00000002')
    for (const file of ['model.safetensors', 'optimizer.safetensors']) {
      const out = path.join(this.#folder, 'out.safetensors')
      this.#take(file, await this.#peer.ask('round-trip', path.join(step, file), out))
      const [ours, theirs] = [await readFile(path.join(step, file)), await readFile(out)]
      this.#expect(ours.equals(theirs), `a run's ${file} changes on the way through Python`)
    }
  }

  /** What the encoder reads comes from pre-training, to the bit; only the head is new. */
  async finetuning(): Promise<void> {
    const pretrained = (await loadModel(path.join(fixtures, 'checkpoint-pretrain'))) as PretrainedModel
    const { tokenSize, axes } = pretrained.config
    const samples = [0, 1, 2, 3].map((seed) => Float32Array.from({ length: 6 }, (_, i) => Math.sin(seed + i)))
    const model = await runToEnd(
      finetune({
        tokenizer: {
          specVersion: 1,
          name: 'interop',
          axes: Array.from({ length: axes }, (_, axis) => `axis ${axis}`),
          tokenSize,
          tokenize: (values: Float32Array) => {
            const length = values.length / tokenSize
            return { values, positions: Float32Array.from({ length: axes * length }, (_, i) => i), length }
          },
        },
        samples,
        labels: ['a', 'b', 'a', 'b'],
        pretrained,
        // An update so small that it is lost in rounding: what is left is what training started from.
        training: {
          ...{ steps: 1, learningRate: 1e-30, optimizer: { kind: 'adamw', weightDecay: 0 }, engine: this.#engine },
        },
      }),
    )
    const carried = Object.keys(pretrained.parameters).filter((name) => /^(encoder\.|projection\.|cls$)/.test(name))
    this.#expect(carried.length > 10, 'the pre-trained model has next to no weights to carry')
    for (const name of carried) {
      const [got, expected] = [model.parameters[name], pretrained.parameters[name]!]
      this.#expect(
        got !== undefined && Buffer.from(got.buffer, got.byteOffset, got.byteLength).equals(bytesOf(expected)),
        `fine-tuning did not carry ${name}`,
      )
    }
  }

  /** Python loads and saves the weights; we load and save what Python saved: the same bytes all along. */
  async #roundTrip(name: string, folder: string): Promise<void> {
    const weights = path.join(folder, 'model.safetensors')
    const ours = await readFile(weights)
    this.#take(name, await this.#peer.ask('round-trip', weights, `${weights}.python`))
    await rename(`${weights}.python`, weights)
    this.#expect((await readFile(weights)).equals(ours), `${name}: what Python saves is not what we saved`)
    await saveModel(folder, await loadModel(folder))
    this.#expect((await readFile(weights)).equals(ours), `${name}: what comes back from Python is saved otherwise`)
    this.#expect(parseSafetensors(ours).metadata?.get('format') === 'pt', `${name}: the metadata lack format pt`)
  }

  #take(name: string, { problems }: { readonly problems: readonly string[] }): void {
    this.checked += 1
    this.problems.push(...problems.map((problem) => `${name}: ${problem}`))
  }

  #expect(holds: boolean, problem: string): void {
    this.checked += 1
    if (!holds) this.problems.push(problem)
  }
}

const require = createRequire(import.meta.url)
const fixtures = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))

function writable([name, { data, shape }]: [string, HostTensor]): [string, TensorToWrite] {
  return [name, { data, shape }]
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength)
}
