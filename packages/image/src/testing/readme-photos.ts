import { writeFile } from 'node:fs/promises'
import { type Image, imageTokenizer, listImageFolder, readImages, toPng } from '@romae/image'

const images: Image[] = []
const options = { resize: { width: 64, height: 64 } }
for await (const image of readImages(listImageFolder('photos'), options)) images.push(image)

const tokenizer = imageTokenizer.fit(images, { patch: [8, 8] })
export const tokens = tokenizer.tokenize(images[0]!) // values [64, 192], positions [64, 2]: row, column
export const restored = tokenizer.detokenize(tokens)
await writeFile('restored.png', await toPng(restored))

const saved = JSON.stringify(tokenizer) // statistics included
export const same = imageTokenizer.fromJSON(JSON.parse(saved))
