import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: ['src/index.ts', 'src/map.ts'],
  deps: { neverBundle: [/^node:/] },
  copy: [{ from: 'src/page', to: 'dist' }],
})
