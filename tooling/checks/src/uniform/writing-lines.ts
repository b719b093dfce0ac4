import ts from 'typescript'
import { moduleReferences } from '../imports.ts'

/** Node's functions that write to what has a name already, following links; `open` does, but for reading. */
const writers = new Set(
  ['writeFile', 'appendFile', 'copyFile', 'cp', 'truncate']
    .flatMap((name) => [name, `${name}Sync`])
    .concat('createWriteStream'),
)
const openers = new Set(['open', 'openSync'])
/** Flags of `open` that write nothing. */
const readingFlags = new Set(['O_RDONLY', 'O_NOFOLLOW', 'O_NONBLOCK', 'O_DIRECTORY'])

const isFileSystem = (specifier: string | null) => /^(node:)?fs(\/promises)?$/.test(specifier ?? '')

/**
 * The lines of a source file that write files by Node's own functions, in any way of importing them. `@romae/files` does it
 * for all: whole or not at all, and never through a link.
 */
export function writingLines(file: string, text: string): number[] {
  if (!moduleReferences(file, text).some(({ specifier }) => isFileSystem(specifier))) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const others = namesFromElsewhere(source)
  const lines = new Set<number>()
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !isFileSystem((node.moduleSpecifier as ts.StringLiteral).text)) return
    if ((ts.isIdentifier(node) && writers.has(node.text) && !others.has(node.text)) || opensToWrite(node, others)) {
      lines.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...lines]
}

/** Names that are imported from modules that are not the file system's. */
function namesFromElsewhere(source: ts.SourceFile): ReadonlySet<string> {
  const imports = source.statements.filter(ts.isImportDeclaration)
  const elsewhere = imports.filter(({ moduleSpecifier }) => !isFileSystem((moduleSpecifier as ts.StringLiteral).text))
  return new Set(
    elsewhere.flatMap(({ importClause }) => {
      const bindings = importClause?.namedBindings
      return bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : []
    }),
  )
}

/** A call of `open` whose second argument is there and does not say on the spot that it is for reading. */
function opensToWrite(node: ts.Node, others: ReadonlySet<string>): boolean {
  if (!ts.isCallExpression(node)) return false
  const { expression: callee, arguments: given } = node
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText()
  if (!openers.has(name) || others.has(name) || given[1] === undefined) return false
  if (ts.isStringLiteralLike(given[1])) return given[1].text !== 'r'
  const flags: string[] = given[1].getText().match(/\bO_[A-Z]+\b/g) ?? []
  return !flags.includes('O_RDONLY') || !flags.every((flag) => readingFlags.has(flag))
}
