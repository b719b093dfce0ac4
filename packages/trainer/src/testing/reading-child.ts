import { isDeepStrictEqual } from 'node:util'
import { loadModel } from '../node/load-model.ts'
import { type Variant, variantModel } from './saved-variants.ts'

/**
 * `node reading-child.ts FOLDER`: reads the model in a folder all the while, until its parent tells it to stop, or goes. Tells the parent of each
 * whether it is one of the variants, whole, or what was wrong.
 */
const [, , folder] = process.argv
let going = true
const stop = () => {
  going = false
}
process.on('message', stop).on('disconnect', stop)
while (going) {
  const found = await loadModel(folder!).then(
    (model) => {
      const { variant } = model.tokenizer as { readonly variant: Variant }
      return isDeepStrictEqual(model, variantModel(variant))
        ? null
        : `a mixture of ${JSON.stringify(variant)} and another`
    },
    (error: unknown) => String(error),
  )
  if (process.connected) process.send?.(found)
  await new Promise(setImmediate)
}
if (process.connected) process.disconnect()
