export { chooseIndices } from './choose-indices.ts'
export { hashText } from './hash-text.ts'
export { createRandom, type Random } from './random.ts'
export { threefry, type Words } from './threefry.ts'
