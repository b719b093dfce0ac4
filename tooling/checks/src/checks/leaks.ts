import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'

/** What is used of the calls that the package's own tests make too. */
interface PublicFunctions {
  publicCalls(): Readonly<Record<string, () => unknown>>
  findLeaks(): readonly { name: string; tensors: number }[]
}

/** Every public function of the model, on the smallest model there is. */
export const leaks: Check = {
  name: 'leaks',
  description: 'no public function of @romae/core leaves a tensor behind',
  async run(root) {
    const load = (file: string) => import(pathToFileURL(path.join(root, 'packages/core/src/testing', file)).href)
    await load('setup.ts')
    const { publicCalls, findLeaks }: PublicFunctions = await load('public-functions.ts')
    const called = Object.keys(publicCalls()).length
    const found = findLeaks()
    return {
      ok: found.length === 0 && called > 0,
      figure: `public functions called: ${called}, leaked tensors: ${found.reduce((sum, { tensors }) => sum + tensors, 0)}`,
      details: found.map(({ name, tensors }) => `${name} leaves ${tensors} tensors behind`),
    }
  },
}
