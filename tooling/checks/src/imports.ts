import ts from 'typescript'

/** One place in a source file that names another module. */
export interface ModuleReference {
  /** What stands between the quotes; null when it is computed and so cannot be read. */
  readonly specifier: string | null
  /** Counted from 1. */
  readonly line: number
}

/**
 * Every module that a source file names: `import` and `export … from`, with and without `type`; `import x = require()`;
 * `import()`, also as a type; `require()`, whatever `createRequire` was called, and their `.resolve()`;
 * `import.meta.resolve()`.
 */
export function moduleReferences(fileName: string, text: string): ModuleReference[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const loaders = loaderNames(source)
  const references: ModuleReference[] = []

  const visit = (node: ts.Node): void => {
    const specifier = specifierNode(node, loaders)
    if (specifier) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
      references.push({ specifier: ts.isStringLiteralLike(specifier) ? specifier.text : null, line: line + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return references
}

/** The expression that names a module, if the node has one. */
function specifierNode(node: ts.Node, loaders: ReadonlySet<string>): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument
  if (ts.isCallExpression(node) && loadsModule(node.expression, loaders)) return node.arguments[0]
  return undefined
}

function loadsModule(callee: ts.Expression, loaders: ReadonlySet<string>): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword || isCreateRequire(callee)) return true
  const name = callee.getText()
  return name === 'import.meta.resolve' || loaders.has(name.replace(/\.resolve$/, ''))
}

/** Names that load modules in this file: `require`, unless it is a function of the file's own, and its namesakes. */
function loaderNames(source: ts.SourceFile): ReadonlySet<string> {
  const loaders = new Set(['require'])
  const visit = (node: ts.Node): void => {
    if ((ts.isImportSpecifier(node) || ts.isFunctionDeclaration(node)) && node.name?.text === 'require') {
      loaders.delete('require')
    }
    if (ts.isVariableDeclaration(node) && node.initializer && isCreateRequire(node.initializer)) {
      loaders.add(node.name.getText(source))
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return loaders
}

/** `createRequire(…)` or `module.createRequire(…)`. */
function isCreateRequire(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && /(^|\.)createRequire$/.test(node.expression.getText())
}

/** The package that a bare specifier belongs to: `@romae/tokenizer/testing` is in `@romae/tokenizer`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}
