import { packageTests } from '@romae/build/vitest'

export default packageTests()
