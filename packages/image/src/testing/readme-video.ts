import { imageFromPixels, imageTokenizer, randAugment, randomHorizontalFlip, resize } from '@romae/image'

const data = Uint8Array.from({ length: 8 * 48 * 64 * 3 }, (_, index) => index % 251) // or from a camera
const video = imageFromPixels({ id: 'clip', frames: 8, height: 48, width: 64, data })
const small = resize(video, { width: 32, height: 24 })
const flipped = randomHorizontalFlip(small, { seed: 7, epoch: 0 })
const augmented = randAugment(flipped, { count: 2, magnitude: 9, seed: 7, epoch: 0 })

const tokenizer = imageTokenizer({ patch: [2, 8, 8], normalize: 'imagenet' })
export const tokens = tokenizer.tokenize(augmented) // values [48, 384], positions [48, 3]: time, row, column
