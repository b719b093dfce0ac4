import { defineConfig } from 'tsdown'

/**
 * The build of a published package: ES modules with declarations and source maps, for Node and the browser alike.
 * `@romae/internal` is private and so is built into each package that uses it.
 *
 * @param {import('tsdown').UserConfig} [overrides]
 */
export function libraryBuild(overrides = {}) {
  return defineConfig({
    entry: ['src/index.ts'],
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    // Eager, because declarations of a package outside the entry's program (those) are not found otherwise. Of packages that are
    // built before, what was built is read: going through their sources once more takes minutes.
    dts: { eager: true, sourcemap: true, compilerOptions: { customConditions: [] } },
    // A neutral platform would warn that it cannot resolve these.
    deps: { neverBundle: [/^node:/] },
    sourcemap: true,
    clean: true,
    fixedExtension: false,
    ...overrides,
  })
}
