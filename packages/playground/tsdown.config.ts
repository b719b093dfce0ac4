import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { libraryBuild } from '@romae/build/tsdown'

const page = ['--conditions=@romae/source', '../../apps/playground/src/build.ts', 'dist/page']

export default libraryBuild({
  platform: 'node',
  // The page is an app's, which is built of the sources.
  hooks: { 'build:done': async () => void (await promisify(execFile)('tsx', page)) },
})
