import type { RomaeConfig } from '@romae/core'
import { fingerprint } from '../data/fingerprint.ts'
import type { AnyTokenizer, SampleTokens } from '../data/sample-tokens.ts'
import type { Samples } from '../data/samples.ts'
import { errors } from '../errors.ts'
import { wholeHostInputs } from '../training/whole-inputs.ts'
import type { ModelInUse } from './model-in-use.ts'
import { tokenBatches, withTokens } from './token-batches.ts'

/**
 * One output of a program of `wholeInputs` for each sample. Of several ranks, each computes its share of the batches.
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
    const { share } = inUse
    const outputs = new Array<Float32Array>(data.lengths.length)
    const places = batches.map((batch, place) => ({ ...batch, place }))
    // Where a batch is filled up with a sample of the one before, it has the last word, whoever computes it.
    const lastOf = new Int32Array(outputs.length)
    for (const { samples, place } of places) for (const sample of samples) lastOf[sample] = place
    const own = share === null ? places : places.filter(({ place }) => share.has(place))
    for await (const { samples: chosen, place, tokens, ...padded } of tokenBatches(config, data, own)) {
      const results = await program.run(wholeHostInputs(tokens, config, padded, { complete: true }))
      const { data: values } = results[output]!
      const rowSize = values.length / tokens.length
      tokens.forEach((sample, row) => {
        const index = chosen[row]!
        if (lastOf[index] !== place) return
        const start = row * rowSize
        const ofSample = Float32Array.from(values.subarray(start, start + sizeOf(sample)))
        requireFiniteOutput(ofSample, output, index)
        outputs[index] = ofSample
      })
    }
    return share === null ? outputs : share.gather(outputs, inUse.shared(fingerprint(data), batches))
  })
}

/** @throws RomaeError `TRAINER_OUTPUT_NOT_FINITE` */
export function requireFiniteOutput(values: Float32Array | Int32Array, output: string, sample: number): void {
  for (const got of values) {
    if (!Number.isFinite(got)) throw errors.TRAINER_OUTPUT_NOT_FINITE({ output, sample, got })
  }
}
