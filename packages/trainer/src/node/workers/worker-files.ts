import { existsSync } from 'node:fs'
import { errors } from '../../errors.ts'

/** What a worker starts with, and the program that it goes on to. */
export interface WorkerFiles {
  readonly start: URL
  readonly program: string
}

/**
 * The worker's files: beside this one in the sources, and beside what was built.
 *
 * @param address of the module that this is in; null in a bundle of CommonJS
 * @throws RomaeError `TRAINER_OPTION` in a user's own bundle, which has not got them
 */
export function requireWorkerFiles(address: string | null = import.meta.url ?? null): WorkerFiles {
  if (address === null) throw bundled()
  const start = new URL('./start-worker.js', address)
  const program = new URL(`./token-worker${address.endsWith('.ts') ? '.ts' : '.js'}`, address)
  if (!existsSync(start) || !existsSync(program)) throw bundled()
  return { start, program: program.href }
}

function bundled() {
  const rule =
    "has to be 0 where @romae/trainer is in a bundle, which has not got the workers' files: leave the package out of it, as by --packages=external of esbuild"
  return errors.TRAINER_OPTION({ of: 'tokenizeInWorkers', key: 'workers', rule })
}
