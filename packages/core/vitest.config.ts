import { packageTests } from '@romae/build/vitest'

// One worker loads tfjs once for all files, which takes longer than most of their tests.
export default packageTests({ setupFiles: ['src/testing/setup.ts'], isolate: false })
