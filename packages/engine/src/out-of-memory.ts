import { failedAllocation, RomaeError } from '@romae/internal/errors'
import { errors, reasonOf } from './errors.ts'
import { describeTensors, type HostTensors } from './host-tensor.ts'

/** Messages by which runtimes report that memory ran out, and the amount that each names. */
const runtimeMessages: readonly (readonly [RegExp, (match: readonly string[]) => string])[] = [
  // ONNX Runtime's arena, on the CPU and on GPUs; then its WebAssembly.
  [/failed to allocate (?:memory for requested|a) buffer of size (\d+)/i, ([, bytes]) => `${bytes} bytes`],
  [/Tensor shape is too large/, () => 'a tensor larger than it can address'],
  [/OOM when allocating tensor with shape(\[[\d,]*\])/, ([, shape]) => `a tensor of shape ${shape}`], // TensorFlow
  [/Invalid typed array length: (\d+)/, ([, length]) => `an array of ${length} numbers`], // JavaScript
  [/bad_alloc|bad allocation|out of memory/i, () => 'more memory'],
]

/** This package's errors that wrap an error of a runtime or a program. */
const wrappers = ['ENGINE_PROGRAM_FAILED', 'ENGINE_SESSION_FAILED', 'ENGINE_RUN_FAILED']

/**
 * Compiles or computes a program by `run`, and turns a failure for lack of memory into an error that names the inputs and the
 * amount of memory. The program may be run again on smaller inputs.
 *
 * @param inputs the inputs that the error names, or their description; inputs that a wrapped error names come first
 * @throws RomaeError `ENGINE_OUT_OF_MEMORY`, and what `run` throws
 */
export async function withMemoryErrors<Result>(
  program: string,
  inputs: HostTensors | string,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    const isWrapper = RomaeError.isInstance(error) && wrappers.includes(error.code)
    const asked = memoryAsked(isWrapper ? error.cause : error)
    if (asked === null) throw error
    const described = isWrapper
      ? String(error.fields.inputs)
      : typeof inputs === 'string'
        ? inputs
        : describeTensors(inputs)
    throw errors.ENGINE_OUT_OF_MEMORY({ program, inputs: described, asked }, error)
  }
}

/** The amount that a failed allocation asked for; null if the error is another one. */
function memoryAsked(error: unknown): string | null {
  if (RomaeError.isInstance(error)) return null
  const text = reasonOf(error)
  for (const [pattern, describe] of runtimeMessages) {
    const match = pattern.exec(text)
    if (match !== null) return describe(match)
  }
  return failedAllocation(error) === null ? null : 'more memory'
}
