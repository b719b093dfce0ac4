import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: ['src/index.ts', 'src/node.ts'],
  deps: { neverBundle: [/^node:/] },
})
