export { type TfjsOptions, tfjs } from './provider.ts'
