import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: {
    index: 'src/index.ts',
    // The files of a worker: they are started and imported by their addresses.
    'start-worker': 'src/data/workers/start-worker.js',
    'token-worker': 'src/data/workers/token-worker.ts',
  },
})
