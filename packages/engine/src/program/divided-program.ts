import type { Tensor } from '@tensorflow/tfjs-core'
import type { Program, TensorMap } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import type { Tfjs } from './call-program.ts'
import { splitRows } from './split-rows.ts'

/** A batch, whole or divided into shards that are computed in parallel. */
export interface Batch {
  readonly inputs: HostTensors
  /** Names of the inputs of each shard; empty for a whole batch. */
  readonly shards: readonly (readonly string[])[]
}

/** Names of a shard's inputs, and of the weight of its loss. */
const inputName = (shard: number, name: string) => `${shard}/${name}`
const shareName = (shard: number) => inputName(shard, 'share of the loss')

/**
 * Divides a batch by rows into at most `most` shards of nearly equal size, as inputs of `dividedProgram`. A batch stays whole
 * if the program has no `lossWeight` or the batch has one row.
 */
export function divide({ lossWeight }: Program, inputs: HostTensors, most: number): Batch {
  const whole = { inputs, shards: [] }
  const [rows = 0, ...others] = Object.values(inputs).map(({ shape }) => shape[0] ?? 0)
  if (lossWeight === undefined || most === 1 || rows < 2 || others.some((other) => other !== rows)) return whole
  const shards = splitRows(inputs, Math.ceil(rows / most))
  const ofShards = shards.map((shard) => lossWeight(shard))
  const hasLoss = !ofShards.includes(null)
  const weights = ofShards.map((weight) => weight ?? 1)
  // The mean loss of a shard of weight 0 is NaN.
  if (!weights.every((weight) => weight > 0)) return whole
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const named = shards.map((shard, index) => [
    ...Object.entries(shard).map(([name, input]) => [inputName(index, name), input] as const),
    ...(hasLoss ? [[shareName(index), { data: Float32Array.of(weights[index]! / total), shape: [] }] as const] : []),
  ])
  return { inputs: Object.fromEntries(named.flat()), shards: named.map((inputs) => inputs.map(([name]) => name)) }
}

/** A program that runs another one on each shard of a batch; only the sums of losses and gradients join the shards. */
export function dividedProgram(tf: Tfjs, program: Program, shards: number): Program {
  if (shards === 0) return program
  return {
    ...program,
    run(parameters, inputs) {
      const results = Array.from({ length: shards }, (_, shard) => program.run(parameters, ofShard(inputs, shard)))
      const outputs = Object.keys(results[0]!).map((name) => {
        const ofShards = results.map((result) => result[name]!)
        if (name !== 'loss') return [name, tf.concat(ofShards, 0)] as const
        const shares = ofShards.map((loss, shard) => tf.mul(loss, inputs[shareName(shard)]!))
        return [name, shares.reduce<Tensor>((sum, share) => tf.add(sum, share), tf.scalar(0))] as const
      })
      return Object.fromEntries(outputs)
    },
  }
}

/** A shard's inputs by the program's own names, as getters, so that an input that the program never reads is reported. */
function ofShard(inputs: TensorMap, shard: number): TensorMap {
  const start = inputName(shard, '')
  const own: TensorMap = {}
  for (const name of Object.keys(inputs)) {
    if (!name.startsWith(start) || name === shareName(shard)) continue
    Object.defineProperty(own, name.slice(start.length), { enumerable: true, get: () => inputs[name] })
  }
  return own
}
