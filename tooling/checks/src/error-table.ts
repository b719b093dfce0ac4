import ts from 'typescript'

export interface ErrorCode {
  readonly code: string
  /** Counted from 1. */
  readonly line: number
}

/**
 * The codes of the tables that a source file passes to `defineErrors`.
 *
 * `unreadable` holds the lines of what cannot be read without running the file: spreads, computed names, variables.
 */
export function errorTableCodes(fileName: string, text: string): { codes: ErrorCode[]; unreadable: number[] } {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const codes: ErrorCode[] = []
  const unreadable: number[] = []
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1

  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'defineErrors') {
      const table = node.arguments[0]
      if (!table || !ts.isObjectLiteralExpression(table)) unreadable.push(lineOf(node))
      else for (const property of table.properties) readProperty(property)
    }
    ts.forEachChild(node, visit)
  }
  const readProperty = (property: ts.ObjectLiteralElementLike): void => {
    const name = property.name
    if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name))) {
      codes.push({ code: name.text, line: lineOf(property) })
    } else {
      unreadable.push(lineOf(property))
    }
  }
  visit(source)
  return { codes, unreadable }
}
