import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createRandom, fromPyTorchState, type Parameters, packParameters } from '@romae/core'
import type { Engine } from '@romae/engine'
import { type Fixture, readFixture } from '../fixture.ts'
import { setUpTraining, trainAsReference } from '../kinds/train.ts'

const script = fileURLToPath(new URL('../../peer/train_orders.py', import.meta.url))

/** For each of some orders of the hidden units, the largest relative difference of a gradient norm from float64's. */
export interface Conditioning {
  /** Ours. */
  readonly ours: readonly number[]
  /** PyTorch's, in float32. */
  readonly float32: readonly number[]
  /** PyTorch's, where every operator is exact and its result is rounded to float32: the least that any float32 makes. */
  readonly rounded: readonly number[]
}

/**
 * How far rounding alone moves the gradient norms of a training fixture: the same model is trained with its hidden units
 * in different orders, by us and by PyTorch.
 *
 * @param python has torch and safetensors
 */
export async function conditioning(
  path: string,
  engine: Engine,
  python: string,
  orders: number,
): Promise<Conditioning> {
  const { stdout } = await promisify(execFile)(python, [script, path, String(orders)])
  const { norms, float32, rounded } = JSON.parse(stdout) as Omit<Conditioning, 'ours'> & { norms: readonly number[] }
  const fixture = await readFixture(path)
  const ours: number[] = []
  for (let seed = 0; seed < orders; seed++) {
    const got = await gradientNorms(fixture, engine, seed)
    ours.push(Math.max(...got.map((norm, step) => Math.abs(norm / norms[step]! - 1))))
  }
  return { ours, float32, rounded }
}

async function gradientNorms(fixture: Fixture, engine: Engine, seed: number): Promise<number[]> {
  const setUp = setUpTraining(fixture)
  const parameters = reorderHidden(fromPyTorchState(setUp.config, fixture.group('state/')), seed)
  const norms: number[] = []
  await trainAsReference(fixture, engine, setUp, packParameters(setUp.config, parameters), ({ gradientNorm }) => {
    norms.push(gradientNorm)
  })
  return norms
}

/** The same model with the hidden units of each MLP in another order: rows of w1 `[hidden, width]`, columns of w2. */
function reorderHidden(parameters: Parameters, seed: number): Parameters {
  const random = createRandom(seed)
  const changed: Record<string, Float32Array> = { ...parameters }
  for (const [name, w1] of Object.entries(parameters)) {
    if (!name.endsWith('feed_forward.w1.weight')) continue
    const other = name.replace('w1', 'w2')
    const w2 = parameters[other]!
    const hidden = parameters[name.replace('feed_forward.w1', 'ffn_norm')]!.length
    const units = w1.length / hidden
    const order = random.shuffle(Array.from({ length: units }, (_, unit) => unit))
    changed[name] = Float32Array.from(w1, (_, i) => w1[order[Math.floor(i / hidden)]! * hidden + (i % hidden)]!)
    changed[other] = Float32Array.from(w2, (_, i) => w2[Math.floor(i / units) * units + order[i % units]!]!)
  }
  return changed
}
