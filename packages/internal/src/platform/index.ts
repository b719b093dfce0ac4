export { builtin, builtinOrNull, nodeVersion } from './builtin.ts'
export { turn } from './turn.ts'
