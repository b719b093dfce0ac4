export { deepestNesting, parseJson } from './parse-json.ts'
