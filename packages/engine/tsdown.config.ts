import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: ['src/index.ts', 'src/onnxruntime-node/create.ts', 'src/onnxruntime-node/create.browser.ts'],
  // Which of the two it is, the user's bundler decides.
  deps: { neverBundle: [/^node:/, /^#/] },
})
