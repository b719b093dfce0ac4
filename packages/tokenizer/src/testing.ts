export {
  type ConformanceRule,
  type RegisterTest,
  registerConformance,
  tokenizerConformance,
} from './conformance/conformance.ts'
export type { ConformanceOptions } from './conformance/options.ts'
export {
  registerSetConformance,
  type SetConformanceOptions,
  tokenizerSetConformance,
} from './conformance/set-conformance.ts'
