export { loadReader } from './load-reader.ts'
