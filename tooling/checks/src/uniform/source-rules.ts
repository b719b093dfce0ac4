import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import type { Violation } from '../check.ts'
import type { WorkspacePackage } from '../workspace.ts'
import { readingLines, writingLines } from './file-lines.ts'

/** The longest a source file may be, in lines. */
const maxLines = 400

/** A README for whoever uses the package or the app, and the shared TypeScript settings. */
export function requiredFileViolations(root: string, owner: WorkspacePackage, files: readonly string[]): Violation[] {
  const exists = (file: string) => existsSync(path.join(root, owner.directory, file))
  const forUsers = owner.published || owner.directory.startsWith('apps/')
  const required = [
    ...(forUsers ? ['README.md'] : []),
    ...(owner.published ? ['tsdown.config.ts'] : []),
    ...(files.length > 0 ? ['tsconfig.json', 'vitest.config.ts'] : []),
  ]
  const missing = required.filter((file) => !exists(file))
  const violations: Violation[] = missing.map((file) => {
    return { path: owner.directory, rule: 'required-file', problem: `${file} is missing` }
  })
  if (files.length > 0 && exists('tsconfig.json')) {
    const settings = ts.readConfigFile(path.join(root, owner.directory, 'tsconfig.json'), ts.sys.readFile)
    if (settings.config?.extends !== '@romae/tsconfig/base.json') {
      const problem = '"extends" must be "@romae/tsconfig/base.json"'
      violations.push({ path: `${owner.directory}/tsconfig.json`, rule: 'tsconfig', problem })
    }
  }
  return violations
}

/** Names and lengths of source files, what an `index.ts` may hold, and who may write to the terminal and to files. */
export function sourceViolations(root: string, owner: WorkspacePackage, files: readonly string[]): Violation[] {
  return files
    .filter((file) => file.startsWith('src/'))
    .flatMap((file) => {
      const text = readFileSync(path.join(root, owner.directory, file), 'utf8')
      const place = { path: `${owner.directory}/${file}` }
      const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
      return [
        ...(lines > maxLines
          ? [{ ...place, rule: 'long-file', problem: `${lines} lines; at most ${maxLines}: one concept per file` }]
          : []),
        ...(file.split('/').every((part) => /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(part))
          ? []
          : [{ ...place, rule: 'file-name', problem: 'file and folder names are kebab-case' }]),
        ...(path.basename(file) === 'index.ts'
          ? indexLines(file, text).map((line) => {
              const problem = 'an index.ts holds named re-exports only: export { a, type B } from …'
              return { ...place, line, rule: 'index-only-re-exports', problem }
            })
          : []),
        ...rawOutputLines(place.path, text).map((line) => {
          const problem = 'what goes to a terminal goes through print, tell or printTable of romae'
          return { ...place, line, rule: 'raw-output', problem }
        }),
        ...(isShipped(place.path) && !place.path.startsWith(writer) ? writingLines(file, text) : []).map((line) => {
          const problem = 'files are written by @romae/internal/files: whole or not at all, and never through a link'
          return { ...place, line, rule: 'writes-by-itself', problem }
        }),
        ...(isShipped(place.path) && !readsItsOwn(place.path) ? readingLines(file, text) : []).map((line) => {
          const problem = 'files are read by @romae/internal/files: nothing but files, and without waiting for anybody'
          return { ...place, line, rule: 'reads-by-itself', problem }
        }),
      ]
    })
}

/** What users run: neither tests, nor what only those use, nor the tools of the repository. */
function isShipped(file: string): boolean {
  return /^(?:apps|packages)\//.test(file) && !/\.test\.ts$|\/testing\//.test(file)
}

/** The only folder whose code writes files. */
const writer = 'packages/internal/src/files/'

/** What reads files that nobody else gives: of packages that are installed, of the system, of its own cache. */
const ownFiles = [
  'packages/engine/src/graph-cache/', // the code that is cached for, /proc/cpuinfo, and the cache itself
  'packages/engine/src/tensorflow/setup/',
  writer,
  'packages/image/src/decode/turbo.ts',
  'packages/report/src/assets.ts',
  'packages/romae/src/run/parents.ts', // /proc of the processes above this one
  'packages/romae/src/ranks/threads.ts', // /proc of this process
  'apps/bench/',
]
const readsItsOwn = (file: string) => ownFiles.some((own) => file.startsWith(own))

/** The files that may write to the terminal: what they write is made visible first. */
const borders = [
  'packages/romae/src/terminal/print.ts',
  'packages/create-modality/src/main.ts',
  'packages/engine/src/tensorflow/setup/cli.ts',
]
const rawOutput = /\bprocess\s*\.\s*std(?:out|err)\s*\.\s*write\b/

/** The lines that write to the terminal past those files. The linter sees `console`. */
function rawOutputLines(file: string, text: string): number[] {
  if (!isShipped(file) || borders.includes(file)) return []
  return text.split('\n').flatMap((line, index) => (rawOutput.test(line) ? [index + 1] : []))
}

/** The lines of the statements in an `index.ts` that are not re-exports by name. */
function indexLines(file: string, text: string): number[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return source.statements
    .filter((statement) => {
      if (!ts.isExportDeclaration(statement)) return true
      return !statement.moduleSpecifier || !statement.exportClause || !ts.isNamedExports(statement.exportClause)
    })
    .map((statement) => source.getLineAndCharacterOfPosition(statement.getStart(source)).line + 1)
}
