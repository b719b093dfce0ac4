export { hostileCases } from './hostile/hostile-cases.ts'
export { runCases, type SuiteResult } from './run-cases.ts'
export { tableCases } from './tables/table-cases.ts'
