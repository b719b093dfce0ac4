import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: [
    'src/index.ts',
    'src/main.ts',
    'src/imputation.ts',
    'src/forecasting.ts',
    'src/archive.ts',
    'src/embedding.ts',
  ],
  platform: 'node',
  // Which of the two builds of csv-stringify it is, the user's bundler decides.
  deps: { neverBundle: [/^node:/, /^#/] },
})
