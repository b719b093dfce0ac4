import type { EngineName } from '@romae/engine'
import { InvalidArgumentError, Option } from 'commander'
import { describe, type Workload, workloads } from './workloads.ts'

/** `--workloads ABC`. */
export function workloadsOption(standard = 'ABCD'): Option {
  return new Option('--workloads <letters>', workloads.map((w) => `${w.name} ${describe(w)}`).join(', '))
    .argParser(pick)
    .default(pick(standard), standard)
}

function pick(letters: string): readonly Workload[] {
  return [...letters].map((letter) => {
    const found = workloads.find(({ name }) => name === letter.toUpperCase())
    if (found === undefined) {
      throw new InvalidArgumentError(`there is no workload ${letter}: ${workloads.map(({ name }) => name).join(', ')}`)
    }
    return found
  })
}

const engineNames: readonly EngineName[] = ['onnxruntime-node', 'tensorflow', 'tfjs']

/** `--engine onnxruntime-node,tensorflow`. */
export function engineOption(): Option {
  return new Option('--engine <names>', `ours: ${engineNames.join(', ')}, or several with commas between`)
    .argParser(parseEngines)
    .default(['onnxruntime-node'], 'onnxruntime-node')
}

function parseEngines(text: string): readonly EngineName[] {
  return [...new Set(text.split(','))].map((name) => {
    const found = engineNames.find((known) => known === name)
    if (found === undefined) throw new InvalidArgumentError(`there is no engine ${name}: ${engineNames.join(', ')}`)
    return found
  })
}

/** Where both sides compute: our engine's name of the device, PyTorch's is `cuda` for any but the CPU. */
export function deviceOption(): Option {
  return new Option('--device <name>', "of both sides: tensorflow's gpu, onnxruntime-node's cuda or webgpu")
    .choices(['cpu', 'gpu', 'cuda', 'webgpu'])
    .default('cpu')
}

/** What matrix products are computed in. */
const precisions = ['float32', 'tf32', 'bf16'] as const
export type Precision = (typeof precisions)[number]

export function precisionOption(): Option {
  return new Option(
    '--precision <name>',
    "of both sides' matrix products: tensorflow has all, onnxruntime-node tf32 on cuda",
  )
    .choices(precisions)
    .default('float32')
}

/** Parses a count. */
export function integer(text: string): number {
  const value = whole(text)
  if (value < 1) throw new InvalidArgumentError('an integer of at least 1 is needed')
  return value
}

/** Parses an integer of at least 0. */
export function whole(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('an integer of at least 0 is needed')
  return value
}
