import ts from 'typescript'

/**
 * The value of a constant at the top of a source file, `const LIMIT = 256 * 2 ** 20`, without running the file.
 *
 * @returns undefined where there is no such constant, or where it is not made of numbers alone
 */
export function constantValue(fileName: string, text: string, name: string): number | undefined {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.name.getText(source) !== name || declaration.initializer === undefined) continue
      return numberOf(declaration.initializer)
    }
  }
  return undefined
}

function numberOf(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text)
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return numberOf(node.expression)
  if (!ts.isBinaryExpression(node)) return undefined
  const [left, right] = [numberOf(node.left), numberOf(node.right)]
  if (left === undefined || right === undefined) return undefined
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AsteriskToken:
      return left * right
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return left ** right
    case ts.SyntaxKind.PlusToken:
      return left + right
    case ts.SyntaxKind.MinusToken:
      return left - right
    default:
      return undefined
  }
}
