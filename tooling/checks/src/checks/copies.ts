import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'

/** What is used of the trainer's count. */
interface Count {
  countCopies(): Promise<{ readonly reading: number; readonly training: number }>
}

/** From the reader's columns to the inputs of the engine, these included. */
const limit = 3

/** A value of a table is followed to the engine; a copy more on its way is seen here. */
export const copies: Check = {
  name: 'copies',
  description: `a value of a table is copied at most ${limit} times from the reader's columns to the engine's inputs`,
  async run(root) {
    const source = path.join(root, 'packages/trainer/src/testing/count-copies.ts')
    const { countCopies }: Count = await import(pathToFileURL(source).href)
    const { reading, training } = await countCopies()
    return {
      ok: training > 0 && training <= limit,
      figure: `arrays that hold a value, ${reading} when its table is read, and from there to the engine: ${training}`,
      details: [`at most ${limit} from the reader's columns to the inputs of a step`],
    }
  },
}
