import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { avoids, readGlossary } from '../words/glossary.ts'
import { readWorkspace, scriptFiles } from '../workspace.ts'

/** One thing has one name: the glossary's. */
export const words: Check = {
  name: 'words',
  description: 'no identifier is one that the glossary of CONTRIBUTING.md replaces',
  async run(root) {
    const terms = readGlossary(readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'))
    const violations: Violation[] = []
    let count = 0
    for (const { directory } of (await readWorkspace(root)).packages) {
      for (const file of scriptFiles(path.join(root, directory))) {
        const place = path.posix.join(directory, file)
        for (const { name, line } of identifiers(readFileSync(path.join(root, place), 'utf8'))) {
          count++
          const term = terms.find((one) => avoids(one, name))
          if (term === undefined) continue
          const problem = `${name} is called "${term.term}" here: see the glossary in CONTRIBUTING.md`
          violations.push({ path: place, line, rule: 'other-word', problem })
        }
      }
    }
    return violationsResult(violations, { count, what: 'identifiers' })
  },
}

/** The identifiers of a source, keys of objects among them; neither texts nor comments. */
function* identifiers(text: string): Generator<{ name: string; line: number }> {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest)
  const nodes: ts.Node[] = [source]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
      yield { name: node.text.replace(/^#/, ''), line: line + 1 }
    }
    node.forEachChild((child) => void nodes.push(child))
  }
}
