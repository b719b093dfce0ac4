import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Check } from '../check.ts'
import { cases, type EnvironmentCase, works } from '../environments/cases.ts'
import { filesOfPage, PAGE, wrongLine } from '../environments/page.ts'
import { makeProject, type Project } from '../environments/project.ts'
import { tryPage } from '../environments/try-page.ts'
import { servePacked } from '../packed-registry.ts'
import { type NodeVersion, nodesToTry } from '../stranger/nodes.ts'

/** Where people work: each row of the table in docs/environments.md is tried as it stands there. */
export const environments: Check = {
  name: 'environments',
  description: `packed, in projects of every kind, test runners, bundlers, browsers, compilers: the table of ${PAGE}`,
  async run(root) {
    const folder = mkdtempSync(path.join(tmpdir(), 'romae-environments-'))
    const registry = await servePacked(root, folder)
    try {
      const nodes = await nodesToTry(path.join(folder, 'nodes'))
      const project = await makeProject(path.join(folder, 'user'), registry)
      await addPageFiles(root, project)
      const lines: string[] = []
      const problems: string[] = []
      for (const one of cases) {
        for (const node of nodesOf(one, nodes)) {
          const start = performance.now()
          const problem = await tryCase(project, one, node)
          const name = nodes.length > 1 && one.everyNode === true ? `${one.name}, Node ${node.version}` : one.name
          lines.push(`${name}, ${((performance.now() - start) / 1000).toFixed(1)} s`)
          if (problem !== null) problems.push(`${name}: ${one.command}: ${problem}`)
        }
      }
      const wrong = wrongLine(await readFile(path.join(root, PAGE), 'utf8'))
      if (wrong !== null) problems.push(`${PAGE} must say: ${wrong}`)
      return {
        ok: problems.length === 0 && lines.length > 0,
        figure: `problems in ${lines.length} ways to work: ${problems.length}`,
        details: problems,
        listing: lines,
      }
    } finally {
      await registry.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Both of Jest's projects have what the page tells them to have. */
async function addPageFiles(root: string, project: Project): Promise<void> {
  for (const [name, text] of Object.entries(await filesOfPage(root))) {
    for (const place of ['jest-module', 'jest-commonjs']) await writeFile(path.join(project.folder, place, name), text)
  }
}

function nodesOf(
  { everyNode, least = '0.0.0' }: EnvironmentCase,
  nodes: readonly NodeVersion[],
): readonly NodeVersion[] {
  const able = nodes.filter(({ version }) => isAtLeast(version.slice(1), least))
  return everyNode === true ? able : able.slice(0, 1)
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0
}

async function tryCase(project: Project, one: EnvironmentCase, node: NodeVersion): Promise<string | null> {
  const { folder, command, run = command, result, page, problem = works } = one
  const settings = { bin: node.bin }
  let ended = await project.run(folder, ['sh', '-c', run], settings)
  if (result !== undefined && ended.code === 0) ended = await project.run(folder, ['sh', '-c', result], settings)
  const found = problem(ended)
  if (found !== null || page === undefined) return found
  return tryPage(project, path.join(folder, page), one.lacksWasm !== true)
}
