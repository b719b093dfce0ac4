import type { Tensor } from '@tensorflow/tfjs-core'
import type { Program, TensorMap } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import type { Tfjs } from './call-program.ts'
import { splitRows } from './split-rows.ts'

/** A batch, whole or divided into parts that are computed in parallel. */
export interface Batch {
  readonly inputs: HostTensors
  /** The number of parts; 1 for a whole batch. */
  readonly parts: number
}

/** Names of a part's inputs, and of the weight of its loss. */
const inputName = (part: number, name: string) => `${part}/${name}`
const shareName = (part: number) => inputName(part, 'share of the loss')

/**
 * Divides a batch by rows into at most `most` parts of nearly equal size, as inputs of `dividedProgram`. A batch stays whole
 * if the program has no `lossWeight` or the batch has one row.
 */
export function divide({ lossWeight }: Program, inputs: HostTensors, most: number): Batch {
  const whole = { inputs, parts: 1 }
  const [rows = 0, ...others] = Object.values(inputs).map(({ shape }) => shape[0] ?? 0)
  if (lossWeight === undefined || most === 1 || rows < 2 || others.some((other) => other !== rows)) return whole
  const parts = splitRows(inputs, Math.ceil(rows / most))
  const ofParts = parts.map((part) => lossWeight(part))
  const hasLoss = !ofParts.includes(null)
  const weights = ofParts.map((weight) => weight ?? 1)
  // The mean loss of a part of weight 0 is NaN.
  if (!weights.every((weight) => weight > 0)) return whole
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const named = parts.flatMap((part, index) => [
    ...Object.entries(part).map(([name, input]) => [inputName(index, name), input] as const),
    ...(hasLoss ? [[shareName(index), { data: Float32Array.of(weights[index]! / total), shape: [] }] as const] : []),
  ])
  return { inputs: Object.fromEntries(named), parts: parts.length }
}

/** A program that runs another one on each part of a batch; only the sums of losses and gradients join the parts. */
export function dividedProgram(tf: Tfjs, program: Program, parts: number): Program {
  if (parts === 1) return program
  return {
    ...program,
    run(parameters, inputs) {
      const results = Array.from({ length: parts }, (_, part) => program.run(parameters, ofPart(inputs, part)))
      const outputs = Object.keys(results[0]!).map((name) => {
        const ofParts = results.map((result) => result[name]!)
        if (name !== 'loss') return [name, tf.concat(ofParts, 0)] as const
        const shares = ofParts.map((loss, part) => tf.mul(loss, inputs[shareName(part)]!))
        return [name, shares.reduce<Tensor>((sum, share) => tf.add(sum, share), tf.scalar(0))] as const
      })
      return Object.fromEntries(outputs)
    },
  }
}

/** A part's inputs by the program's own names, as getters, so that an input that the program never reads is reported. */
function ofPart(inputs: TensorMap, part: number): TensorMap {
  const start = inputName(part, '')
  const own: TensorMap = {}
  for (const name of Object.keys(inputs)) {
    if (!name.startsWith(start) || name === shareName(part)) continue
    Object.defineProperty(own, name.slice(start.length), { enumerable: true, get: () => inputs[name] })
  }
  return own
}
