import type { RomaeConfig } from '@romae/core'
import type { AnyTokenizer, SampleTokens } from '../data/sample-tokens.ts'
import type { Samples } from '../data/samples.ts'
import { errors } from '../errors.ts'
import { wholeHostInputs } from '../training/whole-inputs.ts'
import type { ModelInUse } from './model-in-use.ts'
import { tokenBatches, withTokens } from './token-batches.ts'

/**
 * One output of a program of `wholeInputs` for each sample.
 *
 * @param sizeOf how many numbers of a sample's output are its own: the rest is of padding
 * @throws RomaeError `TRAINER_OUTPUT_NOT_FINITE`, `TRAINER_*`, `TOKENIZER_*`, `ENGINE_*`
 */
export async function runOnSamples<Sample>(
  inUse: ModelInUse,
  config: RomaeConfig,
  tokenizer: AnyTokenizer<Sample>,
  samples: Samples<Sample>,
  output: string,
  sizeOf: (tokens: SampleTokens) => number,
): Promise<Float32Array[]> {
  return withTokens(tokenizer, samples, async (data) => {
    const { program, batches } = await inUse.prepare(data.lengths, data.partLengths)
    const outputs = new Array<Float32Array>(data.lengths.length)
    for await (const { samples: chosen, tokens, ...padded } of tokenBatches(config, data, batches)) {
      const results = await program.run(wholeHostInputs(tokens, config, padded, { complete: true }))
      const { data: values } = results[output]!
      const rowSize = values.length / tokens.length
      tokens.forEach((sample, row) => {
        const start = row * rowSize
        const index = chosen[row]!
        const ofSample = Float32Array.from(values.subarray(start, start + sizeOf(sample)))
        requireFiniteOutput(ofSample, output, index)
        outputs[index] = ofSample
      })
    }
    return outputs
  })
}

/** @throws RomaeError `TRAINER_OUTPUT_NOT_FINITE` */
export function requireFiniteOutput(values: Float32Array | Int32Array, output: string, sample: number): void {
  for (const got of values) {
    if (!Number.isFinite(got)) throw errors.TRAINER_OUTPUT_NOT_FINITE({ output, sample, got })
  }
}
