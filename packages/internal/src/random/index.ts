export { chooseIndices } from './choose-indices.ts'
export { createRandom, type Random } from './random.ts'
