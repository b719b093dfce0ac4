export { mean, sampleDeviation, variance } from './moments.ts'
export { median, quantile } from './quantile.ts'
