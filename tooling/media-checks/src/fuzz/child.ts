import { decodeInput } from './decode-input.ts'
import { hostileFiles } from './hand-made.ts'
import { mutate } from './mutate.ts'
import { resealPng } from './reseal-png.ts'
import { type Input, seedFiles } from './seed-files.ts'

/** Which inputs a child process decodes: hand-made ones first, then `mutations` mutated ones. */
export interface ChildTask {
  readonly seed: number
  readonly mutations: number
  /** The first of its inputs, and the way to the next. */
  readonly from: number
  readonly stride: number
}

/** Sent before an input is decoded. */
export interface Beginning {
  readonly type: 'begin'
  readonly input: number
}

/** Sent after it. */
export interface Ending {
  readonly type: 'end'
  readonly input: number
  readonly name: string
  readonly code: string
  readonly problem?: string
  /** Peak resident memory of the process so far, beyond what it had after decoding every seed file, in MB. */
  readonly growth: number
}

/** Sent last. */
export interface Done {
  readonly type: 'done'
  readonly handMade: number
}

export type ChildMessage = Beginning | Ending | Done

const peakMb = () => process.resourceUsage().maxRSS / 1024

async function perform({ seed, mutations, from, stride }: ChildTask): Promise<void> {
  const send = (message: ChildMessage) => process.send!(message)
  const seeds = await seedFiles()
  const hostile = hostileFiles(seeds)
  for (const [index, file] of seeds.entries()) await decodeInput(file, index)
  const baseline = peakMb()
  for (let input = from; input < hostile.length + mutations; input += stride) {
    send({ type: 'begin', input })
    const made = hostile[input]
    const file = made ?? mutated(seeds[input % seeds.length]!, seed, input)
    const outcome = await decodeInput(file, input)
    const code = 'code' in outcome ? outcome.code : 'none'
    const problem = 'problem' in outcome ? outcome.problem : made && unrefused(made.code, code)
    const growth = peakMb() - baseline
    send({ type: 'end', input, name: file.name, code, growth, ...(problem !== undefined && { problem }) })
  }
  send({ type: 'done', handMade: hostile.length })
}

function mutated(original: Input, seed: number, number: number): Input {
  const bytes = mutate(original.bytes, seed, number)
  // Two in three PNGs, whose checksums would else catch nearly all damage.
  const isSealed = original.name.endsWith('png') && number % 3 > 0
  return { ...original, bytes: isSealed ? resealPng(bytes) : bytes }
}

/** What is wrong with the answer to a file that has to be refused. */
function unrefused(expected: string | undefined, code: string): string | undefined {
  if (code === 'decoded') return 'it was decoded'
  return expected === undefined || code === expected ? undefined : `${code}, where ${expected} was expected`
}

// This module is a program of its own, which `fuzzMedia` starts.
process.once('message', async (task: ChildTask) => {
  await perform(task)
  process.disconnect()
})
