import { packageTests } from '@romae/build/vitest'

export default packageTests({ setupFiles: ['src/testing/setup.ts'] })
