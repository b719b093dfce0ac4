import { quote } from '@romae/internal/errors'
import { errors } from '../errors.ts'
import { savedConfig } from './saved.ts'
import type { EncoderConfig, RomaeConfig } from './types.ts'

/** `model_config.json` of the PyTorch reference: its field names, in its order. */
export interface PyTorchConfig {
  encoder_config: PyTorchEncoderConfig
  use_cls: boolean
  pos_encoding: string
  max_len: number
  tubelet_size: readonly number[]
  n_channels: number
  head_drop_rate: number
  n_pos_dims: number
  p_rope_val: number
  /** Pre-training only. */
  decoder_config?: PyTorchEncoderConfig
  normalize_targets?: boolean
  /** Prediction only. */
  dim_output?: number
}

interface PyTorchEncoderConfig {
  d_model: number
  nhead: number
  layer_norm_eps: number
  depth: number
  dim_feedforward: number | null
  mlp_ratio: number
  drop_path_rate: number
  hidden_drop_rate: number
  attn_proj_drop_rate: number
  attn_drop_rate: number
  pos_drop_rate: number
}

const encoderFields = {
  d_model: 'number',
  nhead: 'number',
  layer_norm_eps: 'number',
  depth: 'number',
  dim_feedforward: 'number or null',
  mlp_ratio: 'number',
  drop_path_rate: 'number',
  hidden_drop_rate: 'number',
  attn_proj_drop_rate: 'number',
  attn_drop_rate: 'number',
  pos_drop_rate: 'number',
} as const
const commonFields = {
  encoder_config: 'object',
  use_cls: 'boolean',
  pos_encoding: 'string',
  max_len: 'number',
  tubelet_size: 'list of numbers',
  n_channels: 'number',
  head_drop_rate: 'number',
  n_pos_dims: 'number',
  p_rope_val: 'number',
} as const
const pretrainingFields = { ...commonFields, decoder_config: 'object', normalize_targets: 'boolean' } as const
const predictionFields = { ...commonFields, dim_output: 'number' } as const

/** Fields that Python writes as floats: `0.0`, not `0`. */
const floatFields = new Set([
  'mlp_ratio',
  'drop_path_rate',
  'hidden_drop_rate',
  'attn_proj_drop_rate',
  'attn_drop_rate',
  'pos_drop_rate',
  'head_drop_rate',
  'p_rope_val',
  'layer_norm_eps',
])

const toPyTorchPosition = { rope: 'ropend', absolute: 'absolute', none: 'none' } as const
const fromPyTorchPosition: Record<string, RomaeConfig['positionEncoding']> = {
  ropend: 'rope',
  absolute: 'absolute',
  none: 'none',
}

/**
 * Reads the contents of a reference `model_config.json`. A configuration with a decoder is a pre-training model, one
 * with `dim_output` a prediction model.
 *
 * @throws RomaeError `REFERENCE_CONFIG` for a field that is missing, unknown or of another type, `CONFIG_*` for values
 *   that make no model
 */
export function fromPyTorchConfig(json: unknown): RomaeConfig {
  const isPretraining = typeof json === 'object' && json !== null && 'decoder_config' in json
  checkFields('model_config.json', json, isPretraining ? pretrainingFields : predictionFields)
  const config = json as PyTorchConfig
  const positionEncoding = fromPyTorchPosition[config.pos_encoding]
  if (positionEncoding === undefined) {
    const known = Object.keys(fromPyTorchPosition).join(', ')
    throw errors.REFERENCE_CONFIG({ reason: `pos_encoding ${quote(config.pos_encoding)} is none of ${known}` })
  }
  const backbone = {
    tokenSize: config.tubelet_size.reduce((product, size) => product * size, config.n_channels),
    axes: config.n_pos_dims,
    encoder: fromPyTorchEncoder('encoder_config', config.encoder_config),
    cls: config.use_cls,
    positionEncoding,
    ropeFraction: config.p_rope_val,
    headDropout: config.head_drop_rate,
    tubelet: config.tubelet_size,
    maxLength: config.max_len,
  }
  if (!isPretraining) return savedConfig({ task: 'prediction', ...backbone, outputSize: config.dim_output! })
  return savedConfig({
    task: 'pretraining',
    ...backbone,
    decoder: fromPyTorchEncoder('decoder_config', config.decoder_config),
    normalizeTargets: config.normalize_targets!,
  })
}

/**
 * The configuration in the reference's terms. What the reference cannot express (which pairs rotate, and how many at
 * least, heads that 2 x axes does not divide, how the loss averages, pooling) is left out: a checkpoint of ours keeps it beside.
 *
 * @throws RomaeError `REFERENCE_CONFIG` for a model of several modalities, of which it could express none
 */
export function toPyTorchConfig(config: RomaeConfig): PyTorchConfig {
  if (config.modalities !== undefined) {
    const names = config.modalities.map(({ name }) => name)
    throw errors.REFERENCE_CONFIG({ reason: `it cannot express a model of several modalities: ${names.join(', ')}` })
  }
  const { tubelet, channels } = pyTorchTubelet(config)
  const common = {
    encoder_config: toPyTorchEncoder(config.encoder),
    use_cls: config.cls,
    pos_encoding: toPyTorchPosition[config.positionEncoding],
    max_len: config.maxLength,
    tubelet_size: tubelet,
    n_channels: channels,
    head_drop_rate: config.headDropout,
    n_pos_dims: config.axes,
    p_rope_val: config.ropeFraction,
  }
  if (config.task === 'prediction') return { ...common, dim_output: config.outputSize }
  return {
    ...common,
    decoder_config: toPyTorchEncoder(config.decoder),
    normalize_targets: config.normalizeTargets,
  }
}

/** The text of `model_config.json` as the reference writes it: four spaces, floats with a decimal point. */
export function stringifyPyTorchConfig(config: PyTorchConfig): string {
  return JSON.stringify(config, null, 4).replace(
    /"(\w+)": (-?[\d.e+-]+)(?=[,\n])/g,
    (text, key: string, value: string) => (floatFields.has(key) ? `"${key}": ${pythonFloat(Number(value))}` : text),
  )
}

/** Python's repr of a float: `4.0`, `0.75`, `1e-12`, `1e-05`. */
function pythonFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${value}.0`
  const magnitude = Math.abs(value)
  if (magnitude >= 1e-4 && magnitude < 1e16) return String(value)
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

/** The reference has exactly three axes; others become channels of one point, which is the same token size. */
function pyTorchTubelet({ tubelet, tokenSize }: RomaeConfig): { tubelet: readonly number[]; channels: number } {
  if (tubelet.length > 3) return { tubelet: [1, 1, 1], channels: tokenSize }
  const padded = [...new Array<number>(3 - tubelet.length).fill(1), ...tubelet]
  return { tubelet: padded, channels: tokenSize / padded.reduce((product, size) => product * size, 1) }
}

function fromPyTorchEncoder(name: string, json: unknown): EncoderConfig {
  checkFields(name, json, encoderFields)
  const encoder = json as PyTorchEncoderConfig
  return {
    dModel: encoder.d_model,
    heads: encoder.nhead,
    depth: encoder.depth,
    feedForward: encoder.dim_feedforward ?? roundHalfToEven(encoder.mlp_ratio * encoder.d_model),
    normEpsilon: encoder.layer_norm_eps,
    stochasticDepth: encoder.drop_path_rate,
    hiddenDropout: encoder.hidden_drop_rate,
    attentionDropout: encoder.attn_drop_rate,
    attentionOutputDropout: encoder.attn_proj_drop_rate,
    positionDropout: encoder.pos_drop_rate,
  }
}

function toPyTorchEncoder(encoder: EncoderConfig): PyTorchEncoderConfig {
  return {
    d_model: encoder.dModel,
    nhead: encoder.heads,
    layer_norm_eps: encoder.normEpsilon,
    depth: encoder.depth,
    dim_feedforward: encoder.feedForward === 4 * encoder.dModel ? null : encoder.feedForward,
    mlp_ratio: 4,
    drop_path_rate: encoder.stochasticDepth,
    hidden_drop_rate: encoder.hiddenDropout,
    attn_proj_drop_rate: encoder.attentionOutputDropout,
    attn_drop_rate: encoder.attentionDropout,
    pos_drop_rate: encoder.positionDropout,
  }
}

/** Python's `round`: halves go to the even number (52.5 gives 52). */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const isHalf = value - floor === 0.5
  return isHalf ? floor + (floor % 2) : Math.round(value)
}

function checkFields(where: string, json: unknown, fields: Readonly<Record<string, string>>): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw errors.REFERENCE_CONFIG({ reason: `${where} must be an object` })
  }
  const record = json as Record<string, unknown>
  for (const key of Object.keys(record)) {
    if (!Object.hasOwn(fields, key))
      throw errors.REFERENCE_CONFIG({ reason: `${where} has an unknown field ${quote(key)}` })
  }
  for (const [key, type] of Object.entries(fields)) {
    if (!Object.hasOwn(record, key)) throw errors.REFERENCE_CONFIG({ reason: `${where} lacks the field "${key}"` })
    if (!isOfType(record[key], type)) {
      throw errors.REFERENCE_CONFIG({
        reason: `${where}.${key} must be of type ${type}; got ${quote(record[key])}`,
      })
    }
  }
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'number or null') return value === null || typeof value === 'number'
  if (type === 'list of numbers') return Array.isArray(value) && value.every((item) => typeof item === 'number')
  return type === 'object' ? typeof value === 'object' && value !== null : typeof value === type
}
