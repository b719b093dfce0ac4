export { builtin, builtinOrNull, nodeVersion } from './builtin.ts'
export { exportsOf } from './common-js.ts'
export { turn } from './turn.ts'
