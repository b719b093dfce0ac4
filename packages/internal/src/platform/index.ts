export { builtin, builtinOrNull, nodeVersion } from './builtin.ts'
