import { romaeProgram } from './cli/program.ts'
import { runMain, runProgram } from './terminal/run-program.ts'

// Not awaited: in a bundle, a chunk that imports this one before it is read would wait for it, and it for that chunk.
void runMain(async () => runProgram(await romaeProgram(process.argv.slice(2))))
