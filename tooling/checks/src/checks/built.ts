import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { moduleReferences, packageOf } from '../imports.ts'
import { internalTargets, readWorkspace, type WorkspacePackage } from '../workspace.ts'

/**
 * What is in `dist` can be installed, and the maps that it names are there. The tools that check packages do not see it: to them an import that only resolves
 * inside this repository, such as one of the private `@romae/internal`, is just another dependency.
 */
export const built: Check = {
  name: 'built',
  description: 'code and declarations in dist import only what users have installed (after pnpm build)',
  async run(root) {
    const { packages } = await readWorkspace(root)
    const violations: Violation[] = []
    let imports = 0
    for (const owner of packages.filter(({ published }) => published)) {
      const folder = path.join(root, owner.directory, 'dist')
      if (!existsSync(folder)) {
        violations.push({ path: `${owner.directory}/dist`, rule: 'not-built', problem: 'run pnpm build first' })
        continue
      }
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.[cm]?[jt]s$/.test(file)) continue
        const text = readFileSync(path.join(folder, file), 'utf8')
        const map = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(text)?.[1]
        if (map !== undefined && !existsSync(path.join(folder, path.dirname(file), map))) {
          violations.push({ path: `${owner.directory}/dist/${file}`, rule: 'no-map', problem: `${map} is not there` })
        }
        for (const { specifier, line } of moduleReferences(file, text)) {
          imports += 1
          if (specifier === null || isInstalled(owner, specifier)) continue
          const problem = `"${specifier}" is neither built in nor in dependencies or peerDependencies`
          violations.push({ path: `${owner.directory}/dist/${file}`, line, rule: 'not-installed', problem })
        }
      }
    }
    return violationsResult(violations, { count: imports, what: 'imports in dist' })
  },
}

function isInstalled(owner: WorkspacePackage, specifier: string): boolean {
  if (specifier.startsWith('.') || isBuiltin(specifier)) return true
  const { name, manifest } = owner
  if (specifier.startsWith('#')) {
    const targets = internalTargets(manifest, specifier)
    return targets.length > 0 && targets.every((target) => isInstalled(owner, target))
  }
  const { dependencies, peerDependencies, optionalDependencies } = manifest
  return packageOf(specifier) in { [name]: '', ...dependencies, ...peerDependencies, ...optionalDependencies }
}
