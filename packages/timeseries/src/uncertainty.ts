export { type Bounds, type BoundsOptions, bounds } from './uncertainty/bounds.ts'
export { type Calibration, calibrate } from './uncertainty/calibration.ts'
export { distancesToKnown } from './uncertainty/distance.ts'
export type { KnownValue, UncertainValue } from './uncertainty/uncertain-value.ts'
