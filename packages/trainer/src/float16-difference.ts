import { toFloat16 } from '@romae/compiler'
import { createRandom, packedLayout, packParameters } from '@romae/core'
import { createEngine, type Engine, type HostTensors } from '@romae/engine'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from './check-options.ts'
import { errors } from './errors.ts'
import { type ModelPart, type PartProgram, partOf } from './model/model-part.ts'
import type { RomaeModel } from './model/romae-model.ts'

const BATCH = 4
/** Tokens of a sample that the model sees, and that are masked. */
const LENGTH = 32

const schema = {
  engine: { ...checkedElsewhere<Engine>(), help: 'what computes; `createEngine` takes one by default' },
  seed: { kind: 'integer', least: 0, default: 1, help: 'of the tokens' },
} as const satisfies Schema

/** Options of {@link float16Difference}. */
export interface Float16Options extends OptionsOf<typeof schema> {}

/** What float16 weights change of a model's outputs. */
export interface Float16Difference {
  /** Of all outputs, the most that one changes. */
  readonly largest: number
  /** The standard deviation of the outputs, to compare with. */
  readonly deviation: number
  /** Of how many tokens the outputs are. */
  readonly tokens: number
}

/**
 * How much the outputs of a part change when `exportOnnx` writes its weights as float16: both are computed for the same tokens, four
 * samples of 32 with standard normal values at positions 0, 1, 2, … on each axis.
 *
 * @throws RomaeError `TRAINER_TASK`, `TRAINER_FLOAT16`, `TRAINER_OPTION`, `ENGINE_*`
 */
export async function float16Difference(
  model: RomaeModel,
  part: ModelPart,
  options: Float16Options = {},
): Promise<Float16Difference> {
  const { seed } = readOptions('float16Difference', schema, options)
  const { config } = model
  const { inputs, run } = partOf(model, part)
  const whole = packParameters(config, model.parameters)
  const halved = withHalves(model, whole)
  const engine = options.engine ?? (await createEngine())
  const identity = { state: JSON.stringify({ config, part }), module: import.meta.url }
  const compiled = engine.compile({ name: `${part} to export`, identity, layout: packedLayout(config), run })
  try {
    const tokens = randomTokens(inputs, seed)
    const [before, after] = [await compiled.run(whole, tokens), await compiled.run(halved, tokens)]
    const outputs = Object.keys(before)
    const all = outputs.flatMap((name) => [...before[name]!.data])
    const changes = outputs.flatMap((name) =>
      Array.from(before[name]!.data, (value, at) => Math.abs(value - after[name]!.data[at]!)),
    )
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length
    const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length
    const largest = changes.reduce((most, one) => Math.max(most, one), 0)
    return { largest, deviation: Math.sqrt(variance), tokens: BATCH * LENGTH }
  } finally {
    await compiled.dispose()
    if (options.engine === undefined) await engine.dispose()
  }
}

/**
 * Weights whose matrices are as half precision holds them.
 *
 * @param flat the model's, one after the other
 * @throws RomaeError `TRAINER_FLOAT16`
 */
export function withHalves({ config }: Pick<RomaeModel, 'config'>, flat: Float32Array): Float32Array {
  const halved = flat.slice()
  for (const { name, shape, offset, size } of packedLayout(config).entries) {
    if (shape.length < 2) continue
    const values = toFloat16(flat.subarray(offset, offset + size))
    const place = values.findIndex((value) => !Number.isFinite(value))
    if (place !== -1) throw errors.TRAINER_FLOAT16({ parameter: name, place, got: flat[offset + place]! })
    halved.set(values, offset)
  }
  return halved
}

/** Tokens for each input, by its name: none of them is padding. */
function randomTokens(inputs: PartProgram['inputs'], seed: number): HostTensors {
  const random = createRandom(seed)
  const tensors = Object.entries(inputs).map(([input, { shape: open }]) => {
    const shape = open.map((size) => (typeof size === 'number' ? size : size === 'batch' ? BATCH : LENGTH))
    const length = shape.reduce((product, size) => product * size, 1)
    const value = /[pP]adding/.test(input)
      ? () => 0
      : /[pP]ositions/.test(input)
        ? (at: number) => at % shape.at(-1)!
        : () => random.normal()
    return [input, { shape, data: Float32Array.from({ length }, (_, at) => value(at)) }] as const
  })
  return Object.fromEntries(tensors)
}
