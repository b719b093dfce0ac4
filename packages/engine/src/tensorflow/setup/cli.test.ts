import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleScript } from '@romae/build/bundle-script'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'

const cli = await bundleScript(new URL('cli.ts', import.meta.url))

/** Runs the command line in a process of its own. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

it.each([
  [['tensorflow', 'instal'], 'there is no command or engine "instal"'],
  [['install'], 'say which engine: tensorflow or tfjs-node'],
  [['tensorflow'], 'say what to do'],
  [['install', 'torch'], 'there is no command or engine "torch"'],
  [['list', 'tensorflow'], 'there is no command or engine "list"'],
  [['tensorflow', 'install', '--wheels'], "Unknown option '--wheels'"],
])('refuses %j and shows the usage', (args, problem) => {
  const { status, stdout, stderr } = run(...args)
  expect(stderr).toContain(problem)
  expect(stderr).toContain('[ENGINE_SETUP_COMMAND]')
  expect(stderr).toContain('usage: romae-engine install tensorflow')
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
})

it('shows control characters instead of obeying them', () => {
  const { stderr } = run('tensorflow', '\x1b[2J\u202e')
  expect(stderr).toContain('there is no command or engine "\\u001b[2J\\u202e"')
  expect(stderr).not.toContain('\x1b')
})

it('says all that is missing before it changes anything', () => {
  const args = ['install', 'tfjs-node', '--wheel', '/absent.whl', '--headers', '/absent']
  const { status, stderr } = run(...args)
  expect(stderr).toContain("TensorFlow cannot be set up, because this machine lacks:\n  Node's headers")
  expect(stderr).toContain('  the wheel: there is no file /absent.whl')
  expect(status).toBe(2)
})

it('runs nothing that lies in the current folder', async () => {
  const folder = await temporaryFolder()
  const planted = join(folder, 'planted')
  writeFileSync(join(folder, 'pip.py'), `open(${JSON.stringify(planted)}, 'w')`)
  // An empty cache: pip is asked for, as the wheel would have to be downloaded.
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') }
  const words = ['install', 'tfjs-node', '--headers', '/absent']
  const { status } = spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8', cwd: folder, env })
  expect({ status, planted: existsSync(planted) }).toEqual({ status: 2, planted: false })
})
