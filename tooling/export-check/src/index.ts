export { checkExports, type ExportReport } from './check-exports.ts'
