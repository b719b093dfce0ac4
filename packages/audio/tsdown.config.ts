import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: ['src/index.ts', 'src/modality.ts'],
  // Which of the two builds of csv-parse it is, the user's bundler decides.
  deps: { neverBundle: [/^node:/, /^#/] },
})
