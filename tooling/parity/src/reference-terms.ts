import { type EncoderConfig, fromPyTorchConfig, type PretrainingConfig, type RomaeConfig } from '@romae/core'

/** The reference's names of position encodings. */
export const positionEncodings: Readonly<Record<string, RomaeConfig['positionEncoding']>> = {
  ropend: 'rope',
  absolute: 'absolute',
  none: 'none',
}

/** One stack of a reference configuration, read as part of a whole one. */
export function encoderOptions(stack: unknown): EncoderConfig {
  return fromPyTorchConfig({
    encoder_config: stack,
    use_cls: true,
    pos_encoding: 'none',
    max_len: 1,
    tubelet_size: [1, 1, 1],
    n_channels: 1,
    head_drop_rate: 0,
    n_pos_dims: 1,
    p_rope_val: 1,
    dim_output: 1,
  }).encoder
}

/** A pre-training configuration of a fixture, with the reference's way of averaging the loss. */
export function pretrainingOf(json: unknown): PretrainingConfig {
  const config = fromPyTorchConfig(json)
  if (config.task !== 'pretraining') throw new Error('a pre-training configuration expected')
  return { ...config, lossAverage: 'reference' }
}
