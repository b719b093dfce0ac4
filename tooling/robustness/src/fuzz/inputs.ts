import { createEngine } from '@romae/engine'
import { createRandom } from '@romae/internal/random'
import { checkpointFormats } from './checkpoint-formats.ts'
import type { Format } from './format.ts'
import { safetensorsFormats } from './safetensors-formats.ts'
import { textFormats } from './text-formats.ts'

/** All formats, with scratch files in a folder. */
export async function allFormats(folder: string): Promise<{ formats: Format[]; close(): Promise<void> }> {
  const engine = await createEngine('tfjs')
  const formats = [...safetensorsFormats(folder), ...textFormats(), ...(await checkpointFormats(folder, engine))]
  return { formats, close: () => engine.dispose() }
}

/** An input is a function of its number and the seed. */
export function makeInput(
  formats: readonly Format[],
  seed: number,
  input: number,
): { format: Format; bytes: Uint8Array } {
  const random = createRandom(seed, 'fuzz').fork(input)
  const place = random.uniform() * formats.reduce((sum, { share }) => sum + share, 0)
  let end = 0
  const format = formats.find(({ share }) => {
    end += share
    return place < end
  })!
  return { format, bytes: format.make(random) }
}
