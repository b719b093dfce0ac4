import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: ['src/index.ts', 'src/gradients.ts', 'src/bundled-gradients.ts'],
  deps: { neverBundle: [/^node:/, /^#/], alwaysBundle: [/^@tensorflow\/tfjs-core\/dist\//] },
})
