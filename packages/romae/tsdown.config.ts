import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({ entry: ['src/index.ts', 'src/main.ts', 'src/imputation.ts'], platform: 'node' })
