import ts from 'typescript'

/** What was written by hand before there was a schema: checks of keys and values, one by one. */
const handCheck =
  /^(?:checks\.)?(?:checkOptions|checkKeys|rejectUnknownKeys|require(?:Number|Numbers|OneOf|Boolean|Text|Texts|Distinct|Count|Seed|Fraction|Integer|Deviation|Choice|Rate|Positive|PositiveInteger))$/

/** The errors of options that packages have. */
const optionError = /^errors\.\w*(?:_OPTION|OPTION_INVALID|OPTION_UNKNOWN|CONFIG_VALUE|CONFIG_UNKNOWN_KEY)$/

/**
 * How many lines of a source declare options or check them by hand:
 *
 * - objects that `satisfies Schema`, from `{` to `}`
 * - interfaces and types whose name ends in `Options` and that have members of their own
 * - lists of their names: arrays in constants whose name is `known` or ends in `keys`
 * - defaults that are filled in where `options` are taken apart
 * - calls of `checkOptions`, `requireNumber` and their like, and throws of a package's error for options
 *
 * A line counts once; comments within such a place count, as they say what an option does.
 */
export function optionLines(text: string): number {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const lines = new Set<number>()
  const add = (node: ts.Node) => {
    const from = source.getLineAndCharacterOfPosition(node.getStart(source)).line
    const to = source.getLineAndCharacterOfPosition(node.getEnd()).line
    for (let line = from; line <= to; line++) lines.add(line)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isSatisfiesExpression(node) && node.type.getText(source).startsWith('Schema')) add(node)
    if (ts.isInterfaceDeclaration(node) && /Options$/.test(node.name.text) && node.members.length > 0) add(node)
    if (ts.isTypeAliasDeclaration(node) && /Options$/.test(node.name.text) && hasMembers(node.type)) add(node)
    if (ts.isCallExpression(node) && handCheck.test(node.expression.getText(source))) add(node)
    if (ts.isVariableDeclaration(node) && isNameList(node)) add(node)
    if (ts.isVariableDeclaration(node) && fillsInDefaults(node, source)) add(node)
    if (ts.isThrowStatement(node) && ts.isCallExpression(node.expression)) {
      if (optionError.test(node.expression.expression.getText(source))) add(node)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return lines.size
}

function hasMembers(node: ts.Node): boolean {
  return ts.isTypeLiteralNode(node) || (ts.forEachChild(node, (child) => hasMembers(child) || undefined) ?? false)
}

function isNameList({ name, initializer }: ts.VariableDeclaration): boolean {
  let value = initializer
  while (value !== undefined && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) value = value.expression
  return (
    ts.isIdentifier(name) &&
    /(?:^known|keys)$/i.test(name.text) &&
    value !== undefined &&
    ts.isArrayLiteralExpression(value)
  )
}

function fillsInDefaults({ name, initializer }: ts.VariableDeclaration, source: ts.SourceFile): boolean {
  if (!ts.isObjectBindingPattern(name) || initializer?.getText(source) !== 'options') return false
  return name.elements.some((element) => element.initializer !== undefined)
}
