import { print, tell } from '../terminal/print.ts'
import { runMain } from '../terminal/run-program.ts'

/** Prints so much that a pipe is full, and says on standard error when its work is done. */
await runMain(async () => {
  for (let line = 0; line < 20_000; line++) {
    print(`line ${line}`)
    if (line % 100 === 0) await new Promise(setImmediate)
  }
  tell('done')
})
