import { packageTests } from '@romae/build/vitest'

// The longest of all test runs, and the last to end: two files at a time. They start commands, each in a folder of its own.
export default packageTests({ maxWorkers: 2 })
