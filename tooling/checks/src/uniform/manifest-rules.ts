import { isDeepStrictEqual } from 'node:util'
import type { Violation } from '../check.ts'
import { isOurs, type Manifest, type WorkspacePackage } from '../workspace.ts'

/** The order of the fields of every package.json; a field may be absent, none may stand elsewhere. */
const fieldOrder = [
  ...['name', 'version', 'private', 'description', 'keywords', 'license', 'repository', 'type', 'sideEffects'],
  ...['exports', 'imports', 'bin', 'files', 'engines', 'publishConfig', 'scripts', 'dependencies', 'peerDependencies'],
  ...['peerDependenciesMeta', 'optionalDependencies', 'devDependencies'],
]

const privateScripts = { test: 'vitest run' }

/** One name for each gate, so that one turbo task runs it everywhere. Types and style are checked once for all packages. */
const publishedScripts = {
  build: 'tsdown',
  ...privateScripts,
  'check:package': 'publint --strict && attw --pack . --profile esm-only',
}

/** Where a package's declarations take more memory than Node has by itself. */
const largeBuild = 'node --max-old-space-size=8192 node_modules/tsdown/dist/run.mjs'
const largeBuilds: Readonly<Record<string, string>> = {
  '@romae/trainer': largeBuild,
  romae: largeBuild,
}

/** Files that do something by being imported, which bundlers must not leave out. */
const sideEffects: Readonly<Record<string, readonly string[]>> = {
  '@romae/compiler': [
    './dist/gradients.js',
    './dist/bundled-gradients.js',
    './src/gradients.ts',
    './src/testing/gradients-of-tfjs.ts',
  ],
}

/** Everything that package.json says. `files` are the package's script files, relative to it. */
export function manifestViolations(
  owner: WorkspacePackage,
  files: readonly string[],
  rootManifest: Manifest,
): Violation[] {
  const { manifest } = owner
  const problems = [
    ...orderProblems(manifest),
    ...fieldProblems(owner, rootManifest),
    ...scriptProblems(owner, files),
    ...versionProblems(owner),
    ...(owner.published ? exportProblems(manifest, files) : []),
  ]
  return problems.map((problem) => ({ path: `${owner.directory}/package.json`, rule: 'manifest', problem }))
}

function orderProblems(manifest: Manifest): string[] {
  const fields = Object.keys(manifest)
  const unknown = fields.filter((field) => !fieldOrder.includes(field))
  const known = fields.filter((field) => fieldOrder.includes(field))
  const ordered = [...known].sort((a, b) => fieldOrder.indexOf(a) - fieldOrder.indexOf(b))
  const first = known.find((field, index) => field !== ordered[index])
  return [
    ...unknown.map((field) => `"${field}" is not among the fields that packages have`),
    ...(first ? [`"${first}" is out of order: the order is ${ordered.join(', ')}`] : []),
  ]
}

function fieldProblems({ directory, published, manifest }: WorkspacePackage, rootManifest: Manifest): string[] {
  const expected: Record<string, unknown> = { license: rootManifest.license, type: 'module' }
  if (published) {
    const folder = directory.replace('packages/', '')
    // The command has the name that people type.
    expected.name = folder === 'romae' ? folder : `@romae/${folder}`
    expected.repository = {
      type: 'git',
      url: 'git+https://github.com/romae/romae.git',
      directory,
    }
    expected.sideEffects = sideEffects[manifest.name] ?? false
    // Further exclusions may follow: what only tests use.
    const files = manifest.files ?? []
    // A command is a file that is there before the first build: pnpm links it when it installs.
    const commands = manifest.bin === undefined ? [] : ['bin']
    const exclusions = files.filter((file, index) => index > commands.length + 2 && file.startsWith('!'))
    expected.files = [...commands, 'dist', 'src', '!src/**/*.test.ts', ...exclusions]
    expected.engines = rootManifest.engines
    expected.publishConfig = { access: 'public', provenance: true }
  }
  const problems = Object.entries(expected).flatMap(([field, value]) =>
    isDeepStrictEqual(manifest[field], value) ? [] : [`"${field}" must be ${JSON.stringify(value)}`],
  )
  const empty = ['description', ...(published ? ['keywords'] : [])].filter((field) => !manifest[field])
  return [...problems, ...empty.map((field) => `"${field}" is missing`)]
}

/** A package without script files (a folder of settings or fixtures) needs no gates. */
function scriptProblems({ published, manifest }: WorkspacePackage, files: readonly string[]): string[] {
  if (files.length === 0) return []
  const build = largeBuilds[manifest.name] ?? publishedScripts.build
  return Object.entries(published ? { ...publishedScripts, build } : privateScripts).flatMap(([name, command]) =>
    manifest.scripts?.[name] === command ? [] : [`script "${name}" must be "${command}"`],
  )
}

/**
 * How versions are written. External ones stand once, in the catalog. Peers are literal ranges: a `workspace:` peer
 * makes the release tool jump to the next major (docs/decisions/0001-versions-and-releases.md).
 */
function versionProblems({ published, manifest }: WorkspacePackage): string[] {
  const rules: [field: keyof Manifest, ours: string, others: string][] = [
    ['dependencies', published ? 'workspace:^' : 'workspace:*', 'catalog:'],
    // Of ONNX Runtime's packages exactly the version that was tried.
    ['optionalDependencies', 'workspace:*', 'catalog:'],
    ['devDependencies', 'workspace:*', 'catalog:'],
  ]
  const wrong = rules.flatMap(([field, ours, others]) =>
    Object.entries((manifest[field] ?? {}) as Record<string, string>).flatMap(([name, range]) => {
      const expected = isOurs(name) ? ours : others
      return range === expected ? [] : [`${field}: "${name}" must be "${expected}"; got "${range}"`]
    }),
  )
  const peers = Object.entries(manifest.peerDependencies ?? {}).flatMap(([name, range]) =>
    /^(workspace|catalog):/.test(range) ? [`peerDependencies: "${name}" must be a literal range; got "${range}"`] : [],
  )
  return [...wrong, ...peers]
}

/** Each entry point offers its source first, then types, then the built file; and each of these exists or is built. */
function exportProblems({ exports = {} }: Manifest, files: readonly string[]): string[] {
  const problems = exports['./package.json'] === './package.json' ? [] : ['"exports" must offer "./package.json"']
  if (!exports['.']) problems.push('"exports" must offer "."')
  for (const [subpath, target] of Object.entries(exports)) {
    if (subpath === './package.json') continue
    if (subpath.endsWith('.css')) {
      // Published as it is written.
      const isSheet = typeof target === 'string' && /^\.\/src\/.+\.css$/.test(target)
      if (!isSheet) problems.push(`exports["${subpath}"] must be "./src/….css"`)
      continue
    }
    const source = typeof target === 'string' ? undefined : target['@romae/source']
    const stem = source?.match(/^\.\/src\/(.+)\.ts$/)?.[1]
    if (!stem) {
      problems.push(`exports["${subpath}"] must begin with "@romae/source": "./src/….ts"`)
      continue
    }
    const expected = { '@romae/source': source, types: `./dist/${stem}.d.ts`, default: `./dist/${stem}.js` }
    if (JSON.stringify(target) !== JSON.stringify(expected)) {
      problems.push(`exports["${subpath}"] must be ${JSON.stringify(expected)}, in this order`)
    }
    if (!files.includes(`src/${stem}.ts`)) problems.push(`exports["${subpath}"]: ${source} does not exist`)
  }
  return problems
}
