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
    // Eager: one program for all declarations. Every file that is declared has to be named in it, those of `@romae/internal` too, as for each
    // that is not, the plugin makes a program of its own, which takes minutes and gigabytes. Of packages that are built before,
    // what was built is read.
    dts: {
      eager: true,
      sourcemap: true,
      compilerOptions: { customConditions: [] },
      tsconfigRaw: { include: ['src', '../internal/src'], exclude: ['**/*.test.ts'] },
    },
    // A neutral platform would warn that it cannot resolve these.
    deps: { neverBundle: [/^node:/] },
    sourcemap: true,
    clean: true,
    fixedExtension: false,
    ...overrides,
  })
}
