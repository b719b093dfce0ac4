import path from 'node:path'
import { type Check, violationsResult } from '../check.ts'
import { manifestViolations } from '../uniform/manifest-rules.ts'
import { requiredFileViolations, sourceViolations } from '../uniform/source-rules.ts'
import { readWorkspace, scriptFiles } from '../workspace.ts'

/** Every package looks like every other, so that whoever knows one knows all. */
export const uniform: Check = {
  name: 'uniform',
  description: 'all packages have the same shape: manifest, scripts, files, short sources',
  async run(root) {
    const { packages: all, rootManifest } = await readWorkspace(root)
    // Those have a shape of their own, which a test of @romae/runtimes holds.
    const packages = all.filter(({ runtime }) => !runtime)
    const violations = packages.flatMap((owner) => {
      const files = scriptFiles(path.join(root, owner.directory))
      return [
        ...manifestViolations(owner, files, rootManifest),
        ...requiredFileViolations(root, owner, files),
        ...sourceViolations(root, owner, files),
      ]
    })
    return violationsResult(violations, { count: packages.length, what: 'packages' })
  },
}
