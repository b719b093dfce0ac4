import type { OpenInput } from './engine.ts'
import { errors } from './errors.ts'
import { dtypeOf, type HostTensors } from './host-tensor.ts'

/** Inputs of a frozen program, by name. */
export type OpenInputs = Readonly<Record<string, OpenInput>>

/** Names, dtypes and shapes as one line, as `describeTensors` has them: `{ x: float32[batch, 3] }`. */
export function describeOpenInputs(inputs: OpenInputs): string {
  const parts = Object.keys(inputs)
    .sort()
    .map((name) => `${name}: ${describeInput(inputs[name]!)}`)
  return `{ ${parts.join(', ')} }`
}

function describeInput({ shape, dtype = 'float32' }: OpenInput): string {
  return `${dtype}[${shape.join(', ')}]`
}

/**
 * Throws unless every input has a type and a shape of sizes and names, and some size is open.
 *
 * @throws RomaeError `ENGINE_FREEZE_INVALID`
 */
export function checkOpenInputs(program: string, inputs: OpenInputs): void {
  const fail = (input: string, problem: string) => errors.ENGINE_FREEZE_INVALID({ program, input, problem })
  if (typeof inputs !== 'object' || inputs === null) throw fail('', `its inputs must be given; got ${String(inputs)}`)
  for (const [name, input] of Object.entries(inputs)) {
    const dtype = input?.dtype ?? 'float32'
    if (!Array.isArray(input?.shape)) throw fail(name, 'must be { shape: sizes and names of sizes }')
    if (dtype !== 'float32' && dtype !== 'int32') throw fail(name, `must be float32 or int32; got ${String(dtype)}`)
    const wrong = input.shape.find((size) => !(isName(size) || (Number.isInteger(size) && Number(size) > 0)))
    if (wrong !== undefined) {
      throw fail(name, `has the size ${String(wrong)}; expected a positive integer, or a name of letters and digits`)
    }
  }
  const open = Object.values(inputs).some(({ shape }) => shape.some(isName))
  if (!open) throw fail('', 'no size of its inputs is open; use compile for sizes that are all known')
}

function isName(size: unknown): boolean {
  return typeof size === 'string' && /^[A-Za-z_]\w*$/.test(size)
}

/**
 * Throws unless tensors, each of which is one, are those that a program was frozen for.
 *
 * @throws RomaeError `ENGINE_INPUT_FROZEN`
 */
export function checkFits(program: string, inputs: OpenInputs, given: HostTensors): void {
  const sizes = new Map<string, number>()
  const fail = (input: string, expected: string, got: string) =>
    errors.ENGINE_INPUT_FROZEN({ program, input, expected, got })
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(inputs, name)) throw fail(name, 'left out', 'a tensor')
  }
  for (const [name, input] of Object.entries(inputs)) {
    const tensor = given[name]
    const expected = describeInput(input)
    if (tensor === undefined) throw fail(name, expected, 'none')
    const got = describeInput({ shape: tensor.shape, dtype: dtypeOf(tensor) })
    if (tensor.shape.length !== input.shape.length || dtypeOf(tensor) !== (input.dtype ?? 'float32')) {
      throw fail(name, expected, got)
    }
    for (const [axis, size] of tensor.shape.entries()) {
      const declared = input.shape[axis]!
      const known = typeof declared === 'number' ? declared : sizes.get(declared)
      if (known === undefined) sizes.set(declared as string, size)
      else if (known !== size) {
        const where = typeof declared === 'number' ? '' : ` with ${declared} = ${known}, as another axis has it`
        throw fail(name, `${expected}${where}`, got)
      }
    }
  }
}
