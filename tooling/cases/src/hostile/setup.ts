import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Case } from '../case.ts'
import { runObserved, script } from '../observed-run.ts'

/** Programs that are started in a stranger's folder. */
export const setupCases: readonly Case[] = [
  {
    name: 'setting up TensorFlow does not run a pip.py of the current folder',
    async try({ folder }) {
      const [strange, planted] = [path.join(folder, 'strange'), path.join(folder, 'planted')]
      await mkdir(strange)
      await writeFile(path.join(strange, 'pip.py'), `open(${JSON.stringify(planted)}, 'w')`)
      const words = ['tensorflow', 'install', '--headers', path.join(folder, 'absent')]
      const { code, stderr } = await runObserved(
        folder,
        strange,
        script('packages/engine/src/tensorflow/setup/cli.ts', ...words),
      )
      if (existsSync(planted)) throw new Error('it was run')
      // The headers are missing; had that been all of Python, nothing was tried.
      if (code !== 2 || /Python 3:/.test(stderr)) throw new Error(`it ended with ${code}: ${stderr.trim()}`)
      return undefined
    },
  },
]
