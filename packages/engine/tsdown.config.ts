import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({
  entry: [
    'src/index.ts',
    ...['onnxruntime-node', 'onnxruntime-web', 'tensorflow', 'tfjs'].map((engine) => `src/${engine}/index.ts`),
    'src/tensorflow/setup/cli.ts',
    ...['onnxruntime-node', 'tensorflow'].flatMap((engine) => [
      `src/${engine}/create.ts`,
      `src/${engine}/create.browser.ts`,
    ]),
  ],
  // Which of an engine's two it is, the user's bundler decides.
  deps: { neverBundle: [/^node:/, /^#/] },
})
