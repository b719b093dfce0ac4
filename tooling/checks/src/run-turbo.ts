import { runTurbo } from './turbo.ts'
import { repositoryRoot } from './workspace.ts'

/** What `pnpm build` and `pnpm check:package` run: turbo as `pnpm test` runs it, which tells its makers nothing. */
process.exitCode = runTurbo(repositoryRoot, process.argv.slice(2), 'show').status
