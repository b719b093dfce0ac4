import { WORKS } from './programs.ts'
import type { Ended } from './project.ts'

/** One way in which people work: a row of the table in docs/environments.md. */
export interface EnvironmentCase {
  /** What they have. */
  readonly name: string
  /** What a user types, in one of the user's folders. */
  readonly command: string
  /** What is run instead, where that says more. */
  readonly run?: string
  readonly folder: 'module' | 'commonjs' | 'vitest' | 'jest-module' | 'jest-commonjs'
  /** What has to be known, in Markdown. */
  readonly how?: string
  /** The least Node, if not the least that we support. */
  readonly least?: string
  /** Tried on each version of Node, and not on the one alone that runs the check. */
  readonly everyNode?: boolean
  /** What is run of what the command built. */
  readonly result?: string
  /** The folder in which the command builds a page, for Chromium. */
  readonly page?: string
  /** Its bundler does not put WebAssembly's files where they are found. */
  readonly lacksWasm?: boolean
  /** What is wrong with how its last command ended; null where nothing is. Without it the output has to say that it works. */
  problem?(ended: Ended): string | null
}

/** What is wrong with a program that should have trained and filled. */
export const works = ({ code, output }: Ended) => (code === 0 && output.includes(WORKS) ? null : tail(output))
const passes = ({ code, output }: Ended) => (code === 0 ? null : tail(output))
const jest = 'NODE_OPTIONS=--experimental-vm-modules jest'
const banner = `--banner:js="import { createRequire as r } from 'node:module'; const require = r(import.meta.url)"`
const files = "serve `onnxruntime-web`'s two files, and say where: below"

/** What is tried, in the order of the table. */
export const cases: readonly EnvironmentCase[] = [
  { name: 'npm, `type: module`', command: 'node main.js', folder: 'module', everyNode: true },
  {
    name: 'npm, `type: commonjs`, `require`',
    command: 'node require.js',
    folder: 'commonjs',
    everyNode: true,
    how: 'packages are ES modules, which Node requires since 20.19',
  },
  { name: 'npm, `type: commonjs`, `import()`', command: 'node import.js', folder: 'commonjs', everyNode: true },
  {
    name: 'Node runs `.ts` itself',
    how: 'Node 22.18 or newer',
    command: 'node main.ts',
    folder: 'module',
    least: '22.18.0',
    everyNode: true,
  },
  { name: 'tsx, `type: module`', command: 'tsx main.ts', folder: 'module' },
  { name: 'tsx, `type: commonjs`', command: 'tsx main.ts', folder: 'commonjs' },
  { name: 'vitest', command: 'vitest run', folder: 'vitest', problem: passes },
  {
    name: 'Jest, `type: module`',
    command: jest,
    folder: 'jest-module',
    how: 'with an environment of a few lines: below',
    problem: passes,
  },
  {
    name: 'Jest, `type: commonjs`',
    command: jest,
    folder: 'jest-commonjs',
    how: 'the same; `await import()` in tests, as `require` needs Node 24.9',
    problem: passes,
  },
  {
    name: 'esbuild for Node',
    command: 'esbuild main.js --bundle --platform=node --format=esm --packages=external --outfile=out/external.mjs',
    folder: 'module',
    result: 'node out/external.mjs',
    how: 'packages stay outside: what we advise',
  },
  {
    name: 'esbuild for Node, all in one ES module',
    command: `esbuild main.js --bundle --platform=node --format=esm ${banner} --outfile=out/all.mjs`,
    folder: 'module',
    result: 'node out/all.mjs',
    how: 'the banner is for `@tensorflow/tfjs-core`, which requires `util`',
  },
  {
    name: 'esbuild for Node, all in one CommonJS file',
    command: 'esbuild then.js --bundle --platform=node --format=cjs --log-level=error --outfile=out/all.cjs',
    folder: 'module',
    result: 'node out/all.cjs',
  },
  {
    name: 'webpack for Node',
    command: 'webpack --mode production --target node --entry ./then.js -o out/node --output-filename main.cjs',
    folder: 'module',
    result: 'node out/node/main.cjs',
    how: 'it warns of optional packages that are not there',
  },
  {
    name: 'Vite for Node',
    command: 'vite build --ssr main.js --outDir out/ssr',
    folder: 'module',
    result: 'node out/ssr/main.js',
  },
  {
    name: 'Vite for browsers',
    command: 'vite build --base ./ --outDir out/vite',
    folder: 'module',
    page: 'out/vite',
    problem: passes,
  },
  {
    name: 'webpack for browsers',
    command: 'webpack --mode production --entry ./page.js -o out/webpack',
    folder: 'module',
    page: 'out/webpack',
    how: 'it warns of optional packages that are not there, and of size',
    problem: passes,
  },
  {
    name: 'esbuild for browsers',
    command: 'esbuild page.js --bundle --format=esm --outfile=out/esbuild/main.js',
    folder: 'module',
    page: 'out/esbuild',
    how: files,
    lacksWasm: true,
    problem: passes,
  },
  {
    name: 'Rollup for browsers',
    command:
      "rollup page.js -p '@rollup/plugin-node-resolve={browser: true}' -p @rollup/plugin-commonjs -d out/rollup --entryFileNames main.js",
    folder: 'module',
    page: 'out/rollup',
    how: files,
    lacksWasm: true,
    problem: passes,
  },
  ...['5.9', '6', '7'].flatMap((version) => [
    typescript(version, 'nodenext', 'module'),
    typescript(version, 'nodenext', 'commonjs'),
    typescript(version, 'bundler', 'module'),
  ]),
]

function typescript(
  version: string,
  resolution: 'nodenext' | 'bundler',
  folder: 'module' | 'commonjs',
): EnvironmentCase {
  const kind = resolution === 'nodenext' ? 'nodenext' : 'esnext'
  const options = `--strict --module ${kind} --moduleResolution ${resolution}`
  return {
    name: `TypeScript ${version}, \`${resolution}\`, \`type: ${folder}\``,
    command: `tsc ${options} --skipLibCheck`,
    run: `node ../node_modules/typescript-${version}/bin/tsc ${options} --noEmit --target es2022 --types node types.ts`,
    folder,
    problem: ourErrors,
  }
}

/** Without skipLibCheck our declarations are looked at, too; what others' have wrong is left to them. */
export function ourErrors({ code, output }: Ended): string | null {
  const errors = output.split('\n').filter((line) => /error TS\d+:/.test(line))
  const own = errors.filter((line) => !/^[./]*node_modules\/(?!@romae\/)/.test(line))
  if (own.length > 0) return tail(own.join('\n'))
  return code === 0 || errors.length > 0 ? null : tail(output)
}

function tail(output: string): string {
  return output.trim().slice(-600)
}
