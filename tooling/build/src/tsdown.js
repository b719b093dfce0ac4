import { defineConfig } from 'tsdown'

/**
 * The build of a published package: ES modules with declarations and source maps, for Node and the browser alike.
 * `@romae/errors` is private and so is built into each package that uses it.
 *
 * @param {import('tsdown').UserConfig} [overrides]
 */
export function libraryBuild(overrides = {}) {
  return defineConfig({
    entry: ['src/index.ts'],
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    dts: true,
    sourcemap: true,
    clean: true,
    fixedExtension: false,
    ...overrides,
  })
}
