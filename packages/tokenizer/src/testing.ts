export {
  type ConformanceRule,
  type RegisterTest,
  registerConformance,
  tokenizerConformance,
} from './conformance/conformance.ts'
export type { ConformanceOptions } from './conformance/options.ts'
