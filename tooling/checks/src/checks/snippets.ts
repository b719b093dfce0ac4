import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { readWorkspace } from '../workspace.ts'

/** A block of TypeScript in a page that users read. */
export interface Snippet {
  /** Relative to the root. */
  readonly page: string
  /** Of its first line of code, from 1. */
  readonly line: number
  readonly source: string
  /** Where it is compiled as a file, so that it finds what its package depends on. */
  readonly file: string
}

/** Pages besides the READMEs whose blocks are there to be copied. */
const documentation = ['quickstart', 'forecasting', 'plugins', 'pytorch', 'several'].map((name) => `docs/${name}.md`)

/** Each block as it stands must compile in a user's project with `strict`: imports and all. */
export const snippets: Check = {
  name: 'snippets',
  description: 'every block of TypeScript in a README or a guide compiles by itself in a strict project',
  async run(root) {
    const found = await findSnippets(root)
    return violationsResult(await compileSnippets(root, found), { count: found.length, what: 'blocks' })
  },
}

async function findSnippets(root: string): Promise<Snippet[]> {
  const { packages } = await readWorkspace(root)
  const directories = packages.filter(({ published }) => published).map(({ directory }) => directory)
  const found: Snippet[] = []
  // The examples depend on every package that the first page and those of the documentation name.
  const pages = [
    ...['README.md', ...documentation].map((page) => ({ page, folder: 'examples' })),
    ...directories.map((directory) => ({ page: path.join(directory, 'README.md'), folder: directory })),
  ]
  for (const { page, folder } of pages) {
    const text = await readFile(path.join(root, page), 'utf8').catch(() => '')
    for (const { index, 1: source } of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
      const line = text.slice(0, index).split('\n').length + 1
      const name = `${path.basename(page, '.md')}-${line}.ts`.toLowerCase()
      found.push({ page, line, source: source!, file: path.join(root, folder, 'src', name) })
    }
  }
  return found
}

/** What a strict compiler says of snippets, at their places in their pages. */
export async function compileSnippets(root: string, found: readonly Snippet[]): Promise<Violation[]> {
  const { default: ts } = await import('typescript')
  const base = ts.readConfigFile(path.join(root, 'tooling/tsconfig/base.json'), ts.sys.readFile).config.compilerOptions
  // Plain strict: what our own configuration asks for beyond it is our own business.
  const own = {
    noUnusedLocals: false,
    noUnusedParameters: false,
    exactOptionalPropertyTypes: false,
    declaration: false,
  }
  const { options } = ts.convertCompilerOptionsFromJson({ ...base, ...own }, root)
  const host = ts.createCompilerHost(options)
  const sources = new Map(found.map((snippet) => [snippet.file, snippet]))
  const { getSourceFile, fileExists, readFile: readText } = host
  host.fileExists = (file) => sources.has(file) || fileExists(file)
  host.readFile = (file) => sources.get(file)?.source ?? readText(file)
  host.getSourceFile = (file, language, ...rest) => {
    const snippet = sources.get(file)
    // A block without imports is a module, too: names of one block are not those of another.
    if (snippet !== undefined) return ts.createSourceFile(file, `${snippet.source}\nexport {}\n`, language)
    return getSourceFile(file, language, ...rest)
  }
  const program = ts.createProgram([...sources.keys()], options, host)
  return [...sources.values()].flatMap((snippet) => {
    const file = program.getSourceFile(snippet.file)!
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return diagnostics.map(({ messageText, start }): Violation => {
      const line = snippet.line + file.getLineAndCharacterOfPosition(start ?? 0).line
      return { path: snippet.page, line, rule: 'strict', problem: ts.flattenDiagnosticMessageText(messageText, ' ') }
    })
  })
}
