import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Check } from '../check.ts'
import { publishPacked, servePacked } from '../packed-registry.ts'
import { journey } from '../stranger/journey.ts'
import { nodesToTry } from '../stranger/nodes.ts'

/**
 * What somebody does who has only Node and a registry, on each supported version of Node; on the one that runs this alone where
 * `ROMAE_NODES=here`, in a short form, and with a registry of our own in place of verdaccio.
 */
export const stranger: Check = {
  name: 'stranger',
  description:
    'packed, npm install romae and its commands work on own data, offline after the install, on Node 20, 22, 24',
  async run(root) {
    const folder = mkdtempSync(path.join(tmpdir(), 'romae-stranger-'))
    const problems: string[] = []
    const lines: string[] = []
    try {
      const nodes = await nodesToTry(path.join(folder, 'nodes'))
      const isLong = process.env.ROMAE_NODES !== 'here'
      const registry = await (isLong ? publishPacked : servePacked)(root, folder)
      try {
        for (const node of nodes) {
          const place = path.join(folder, `a user's folder ä ${node.version}`)
          const found = await journey(root, place, node, registry, isLong)
          lines.push(...found.lines.map((line) => `${node.version}: ${line}`))
          problems.push(...found.problems.map((problem) => `${node.version}: ${problem}`))
        }
      } finally {
        await registry.close()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    return {
      ok: problems.length === 0,
      figure: `problems of a stranger: ${problems.length}`,
      details: problems,
      listing: lines,
    }
  },
}
