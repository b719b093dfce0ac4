import ts from 'typescript'
import { moduleReferences } from '../imports.ts'

/** Node's functions that write to what has a name already, following links; `open` does, but for reading. */
const writers = new Set(
  ['writeFile', 'appendFile', 'copyFile', 'cp', 'truncate']
    .flatMap((name) => [name, `${name}Sync`])
    .concat('createWriteStream'),
)
/** Node's functions that wait for ever for a FIFO, and read devices; `open` does, too. */
const readers = new Set(['readFile', 'readFileSync', 'createReadStream'])
const openers = new Set(['open', 'openSync'])
/** Flags of `open` that write nothing. */
const readingFlags = new Set(['O_RDONLY', 'O_NOFOLLOW', 'O_NONBLOCK', 'O_DIRECTORY'])

const isFileSystem = (specifier: string | null) => /^(node:)?fs(\/promises)?$/.test(specifier ?? '')

/**
 * The lines of a source file that write files by Node's own functions, in any way of importing them. `@romae/internal/files` does it
 * for all: whole or not at all, and never through a link.
 */
export function writingLines(file: string, text: string): number[] {
  return linesThatUse(file, text, writers, (opens) => opens === 'to write')
}

/** The lines that read files by Node's own functions. `@romae/internal/files` reads files only, and waits for nothing. */
export function readingLines(file: string, text: string): number[] {
  return linesThatUse(file, text, readers, (opens) => opens === 'to read')
}

function linesThatUse(
  file: string,
  text: string,
  names: ReadonlySet<string>,
  isUse: (opens: ReturnType<typeof whatOpens>) => boolean,
): number[] {
  if (!moduleReferences(file, text).some(({ specifier }) => isFileSystem(specifier))) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const others = namesFromElsewhere(source)
  const lines = new Set<number>()
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !isFileSystem((node.moduleSpecifier as ts.StringLiteral).text)) return
    if ((ts.isIdentifier(node) && names.has(node.text) && !others.has(node.text)) || isUse(whatOpens(node, others))) {
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

/** A call of `open` reads where its second argument says so on the spot, or is not there; null for anything else. */
function whatOpens(node: ts.Node, others: ReadonlySet<string>): 'to read' | 'to write' | null {
  if (!ts.isCallExpression(node)) return null
  const { expression: callee, arguments: given } = node
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText()
  if (!openers.has(name) || others.has(name)) return null
  return given[1] === undefined || isToRead(given[1]) ? 'to read' : 'to write'
}

function isToRead(flags: ts.Expression): boolean {
  if (ts.isStringLiteralLike(flags)) return flags.text === 'r'
  const named: string[] = flags.getText().match(/\bO_[A-Z]+\b/g) ?? []
  return named.includes('O_RDONLY') && named.every((flag) => readingFlags.has(flag))
}
