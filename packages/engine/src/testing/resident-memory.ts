import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Steps of one window. */
const WINDOW = 50

/**
 * Bytes by which the resident memory of this process grows per step: the lower quartile over windows of steps, after some
 * that warm up. Garbage is collected before each look. A leak grows in nearly every window; what warms up late on a busy
 * machine grows in a few.
 */
export async function growthPerStep(step: () => Promise<void>): Promise<number> {
  const looks: number[] = []
  for (let window = 0; window < 10; window++) {
    for (let index = 0; index < WINDOW; index++) await step()
    // Twice, with a turn of the event loop between: finalisers free what the first found unused.
    collectGarbage()
    await new Promise((resolve) => setTimeout(resolve, 10))
    collectGarbage()
    looks.push(process.memoryUsage().rss)
  }
  const growths = looks.slice(2).map((look, index) => look - looks[index + 1]!)
  return growths.sort((a, b) => a - b)[2]! / WINDOW
}
