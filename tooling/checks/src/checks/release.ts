import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Check } from '../check.ts'
import { upstreamOf } from '../packed-registry.ts'
import { release } from '../release/release.ts'
import { tryReleased } from '../release/try-released.ts'
import { serveVerdaccio } from '../verdaccio.ts'

/** A release, from a clone of the last commit to the project of somebody who has Node and a registry, and nothing of this repository. */
export const releaseCheck: Check = {
  name: 'release',
  description:
    'pnpm release to a registry of this machine; a stranger installs every package and does what the README says',
  async run(root) {
    const folder = mkdtempSync(path.join(tmpdir(), 'romae-publish-'))
    const lines: string[] = []
    try {
      // What is not committed is no part of a release, and none of this trial.
      const clone = path.join(folder, 'repository')
      await promisify(execFile)('git', ['clone', '--quiet', root, clone])
      const place = path.join(folder, 'verdaccio')
      const registry = await serveVerdaccio([], upstreamOf(folder), place)
      try {
        const { version, published } = await release(clone, {
          registry: { url: registry.url, npmrc: path.join(place, '.npmrc') },
          dryRun: false,
          platforms: 'here',
          say: (line) => lines.push(line),
        })
        const problems = await tryReleased(clone, path.join(folder, 'stranger'), registry, { version, published })
        return {
          ok: problems.length === 0 && published.length > 0,
          figure: `problems with ${published.length} packages of ${version}: ${problems.length}`,
          details: problems,
          listing: lines,
        }
      } finally {
        await registry.close()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
