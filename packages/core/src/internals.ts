/**
 * Parts of the model and of its configuration that nothing but the model needs, for those who build another one from them.
 * Unlike the main entry, this one may change in any version.
 */
export { resolveEncoder } from './config/encoder.ts'
export { backboneOptions, predictionOptions, pretrainingOptions } from './config/schema.ts'
export { stochasticDepthRate } from './model/dropout.ts'
export { paddingBias } from './ops/attention.ts'
export { rmsNorm } from './ops/rms-norm.ts'
export { silu } from './ops/silu.ts'
export { checkParameters } from './parameters/pack.ts'
