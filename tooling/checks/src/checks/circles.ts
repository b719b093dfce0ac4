import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Check, violationsResult } from '../check.ts'
import { circlesOf } from '../circles.ts'
import { moduleReferences } from '../imports.ts'
import { readWorkspace, scriptFiles } from '../workspace.ts'

/** Within a package, too, arrows point one way: a file can be read before those that it imports nothing of. */
export const circles: Check = {
  name: 'circles',
  description: 'no files of a package import each other in a circle, types included',
  async run(root) {
    const arrows = new Map<string, string[]>()
    for (const { directory } of (await readWorkspace(root)).packages) {
      for (const file of scriptFiles(path.join(root, directory))) {
        const name = path.posix.join(directory, file)
        const references = moduleReferences(file, readFileSync(path.join(root, name), 'utf8'))
        const relative = references.flatMap(({ specifier }) => (specifier?.startsWith('.') ? [specifier] : []))
        arrows.set(
          name,
          relative.map((specifier) => path.posix.join(path.posix.dirname(name), specifier)),
        )
      }
    }
    const violations = circlesOf(arrows).map(([first, ...others]) => ({
      path: first!,
      rule: 'circle',
      problem: `imports itself by way of ${others.join(', ')}: move what both need into a file of its own`,
    }))
    return violationsResult(violations, { count: arrows.size, what: 'files' })
  },
}
