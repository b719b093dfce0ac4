import { createRandom } from '@romae/core'
import type { Engine } from '@romae/engine'
import { isTokenizerSet, type SetTokens, type Tokens } from '@romae/tokenizer'
import { type AnyTokenizer, fillSetTokens, fillTokens, type RomaeModel } from '@romae/trainer/node'
import { vitalVariables } from './stays.ts'

/**
 * The mean squared error of what was measured within a part of the spans, which are hidden and told from the others. By a seed the same are
 * hidden, in whichever form stays are given.
 *
 * @param samples what is measured are the first channels of a series, and the modality `vitals` of a set
 */
export async function hiddenError<Sample>(
  model: RomaeModel,
  tokenizer: AnyTokenizer<Sample>,
  samples: readonly Sample[],
  { part, seed, engine }: { readonly part: number; readonly seed: number; readonly engine: Engine },
): Promise<number> {
  const marksOf = ({ length }: Tokens, index: number) => {
    const order = createRandom(seed, 'hidden spans', index).shuffle(Uint32Array.from({ length }, (_, at) => at))
    const hidden = new Uint8Array(length)
    for (const token of order.subarray(0, Math.min(length - 1, Math.ceil(part * length)))) hidden[token] = 1
    return hidden
  }
  if (!isTokenizerSet(tokenizer)) {
    const whole = await Promise.all(samples.map(async (sample) => tokenizer.tokenize(sample)))
    const toFill = whole.map((tokens, index) => ({ tokens, hidden: marksOf(tokens, index) }))
    const filled = await fillTokens(model, toFill, { engine })
    return errorOf(whole, filled, toFill)
  }
  const place = tokenizer.modalities.findIndex(({ name }) => name === 'vitals')
  const whole: SetTokens[] = await Promise.all(samples.map((sample) => tokenizer.tokenize(sample)))
  const vitals = ({ parts }: SetTokens) => parts[place]!
  const marks = whole.map((tokens, index) => ({ hidden: marksOf(vitals(tokens), index) }))
  const toFill = whole.map((tokens, index) => ({
    tokens,
    hidden: tokens.parts.map((one, at) => (at === place ? marks[index]!.hidden : one && new Uint8Array(one.length))),
  }))
  const filled = await fillSetTokens(model, toFill, { engine, tokenizer })
  return errorOf(whole.map(vitals), filled.map(vitals), marks)
}

/** Tokens are values of all channels, and for each whether it is missing. */
function errorOf(
  whole: readonly Tokens[],
  filled: readonly Tokens[],
  marks: readonly { readonly hidden: Uint8Array }[],
): number {
  let [squares, count] = [0, 0]
  whole.forEach(({ values, length }, index) => {
    const size = values.length / length
    marks[index]!.hidden.forEach((mark, token) => {
      for (let channel = 0; mark === 1 && channel < vitalVariables.length; channel++) {
        const at = token * size + channel
        if (values[at + size / 2] === 1) continue
        squares += (filled[index]!.values[at]! - values[at]!) ** 2
        count++
      }
    })
  })
  return squares / count
}
