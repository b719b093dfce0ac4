import { parseArgs } from 'node:util'
import { repositoryRoot } from '../workspace.ts'
import { release } from './release.ts'

/**
 * `pnpm release` releases what the last commit holds. `--dry-run` does everything but publish and commit; `--registry URL` publishes
 * there.
 */
const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false }, registry: { type: 'string' } },
})
try {
  const { version, published } = await release(repositoryRoot, {
    registry: { url: values.registry ?? null, npmrc: null },
    dryRun: values['dry-run'],
    platforms: 'all',
    say: (line) => console.log(line),
  })
  console.log(`${version}: ${published.length} packages ${values['dry-run'] ? 'would be' : 'were'} published`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
