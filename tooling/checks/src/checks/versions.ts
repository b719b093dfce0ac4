import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Check } from '../check.ts'
import { releaseTrial } from '../release-trial.ts'
import { readWorkspace } from '../workspace.ts'

/** One version for all published packages, and no surprise majors: docs/decisions/0001-versions-and-releases.md. */
export const versions: Check = {
  name: 'versions',
  description: 'a release gives all published packages one version, and a minor stays a minor',
  async run(root) {
    const { packages } = await readWorkspace(root)
    const published = packages.filter((owner) => owner.published)
    const problems = fixedGroupProblems(
      root,
      published.map(({ name }) => name),
    )

    for (const { name } of published) {
      const after = releaseTrial(root, packages, { 'trial.md': `---\n'${name}': minor\n---\n\nTrial.\n` })
      for (const { name: other, manifest, published } of packages) {
        const expected = published ? nextMinor(manifest.version) : manifest.version
        const got = after.get(other)
        if (got !== expected) problems.push(`a minor of ${name} takes ${other} to ${got}, not ${expected}`)
      }
    }
    const waiting = releaseTrial(root, packages)
    const released = new Set(published.map(({ name }) => waiting.get(name)))
    if (released.size > 1) problems.push(`the waiting changesets give several versions: ${[...released].join(', ')}`)
    return {
      ok: problems.length === 0 && published.length > 0,
      figure: `surprises in ${published.length + 1} trial releases of ${published.length} packages: ${problems.length}`,
      details: problems,
    }
  },
}

/** The one group of `.changeset/config.json` is exactly what is published. */
function fixedGroupProblems(root: string, published: readonly string[]): string[] {
  const config = JSON.parse(readFileSync(path.join(root, '.changeset/config.json'), 'utf8')) as { fixed: string[][] }
  const group = config.fixed.flat()
  return [
    ...(config.fixed.length === 1 ? [] : [`.changeset/config.json: "fixed" must hold one group of all packages`]),
    ...published.filter((name) => !group.includes(name)).map((name) => `${name} is missing from the fixed group`),
    ...group.filter((name) => !published.includes(name)).map((name) => `${name} is not published, but in the group`),
  ]
}

function nextMinor(version: string): string {
  const [major, minor] = version.split('.').map(Number)
  return `${major}.${minor! + 1}.0`
}
