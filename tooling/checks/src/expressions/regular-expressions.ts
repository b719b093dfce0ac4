import ts from 'typescript'

/** One place in a source file where a regular expression is made. */
export interface RegularExpression {
  /** Counted from 1. */
  readonly line: number
  /** What stands between the slashes, and after them; null for one that is made of a text while the program runs. */
  readonly literal: { readonly source: string; readonly flags: string } | null
}

/** Every regular expression of a source file: literals, and calls of `RegExp`, with and without `new`. */
export function regularExpressions(fileName: string, text: string): RegularExpression[] {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const found: RegularExpression[] = []
  const visit = (node: ts.Node): void => {
    const line = () => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ line: line(), literal: { source: node.text.slice(1, end), flags: node.text.slice(end + 1) } })
    } else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText(file) === 'RegExp') {
      found.push({ line: line(), literal: null })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}
