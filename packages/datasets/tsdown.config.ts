import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  deps: { neverBundle: [/^node:/] },
  dts: { eager: true }, // without it, the declarations of the private @romae/errors are not found
  copy: [{ from: 'src/page', to: 'dist' }],
})
