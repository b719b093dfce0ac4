import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    browser: 'src/browser.ts',
    // The files of a worker: they are started and imported by their addresses.
    'start-worker': 'src/node/workers/start-worker.js',
    'token-worker': 'src/node/workers/token-worker.ts',
  },
})
