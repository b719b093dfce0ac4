import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: ['src/index.ts', 'src/modality.ts', 'src/testing.ts'],
  dts: { eager: true }, // without it, the declarations of the private @romae/errors are not found
})
