import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { errors } from '../../errors.ts'
import { findRequirements } from './requirements.ts'

describe('findRequirements', () => {
  it('lists all that is missing at once, each with its way out', async () => {
    const { missing } = await findRequirements({
      environment: { ...process.env, PYTHON: '/absent/python3', CXX: '/absent/g++' },
      headers: '/absent/include',
      wheel: '/absent/tensorflow.whl',
      download: true,
      platform: 'darwin-arm64',
    })
    const whats = ['Linux on x86-64', 'Python 3', 'a C++ compiler', "Node's headers (node_api.h)", 'the wheel']
    expect(missing.map(({ what }) => what)).toEqual(whats)
    const { message } = errors.ENGINE_SETUP_MISSING({ missing })
    expect(message).toContain(
      'a C++ compiler: there is no program /absent/g++\n    Debian and Ubuntu: "apt-get install g++"',
    )
    expect(message.split('\n')).toHaveLength(1 + 2 * whats.length)
  })

  it('asks for pip only where something is to be downloaded', async () => {
    // A Python without pip: it answers to its version, and to nothing else.
    const python = join(await temporaryFolder(), 'python3')
    writeFileSync(python, '#!/bin/sh\n[ "$1" = --version ] || { echo No module named pip >&2; exit 1; }\n', {
      mode: 0o755,
    })
    const environment = { ...process.env, PYTHON: python }
    const missingWith = async (download: boolean) => {
      const { missing } = await findRequirements({ environment, download, platform: 'linux-x64' })
      return missing.filter(({ what }) => what === 'pip').map(({ found }) => found)
    }
    expect(await missingWith(true)).toEqual(['No module named pip'])
    expect(await missingWith(false)).toEqual([])
  })

  it("takes Node's own headers first, then those of the package node-api-headers", async () => {
    const folder = await temporaryFolder()
    const fill = (path: string) => {
      mkdirSync(path, { recursive: true })
      writeFileSync(join(path, 'node_api.h'), '')
      return path
    }
    const packaged = fill(join(folder, 'node_modules', 'node-api-headers', 'include'))
    writeFileSync(join(folder, 'node_modules', 'node-api-headers', 'package.json'), '{}')
    const options = { node: join(folder, 'node', 'bin', 'node'), from: join(folder, 'any.js'), download: false }
    expect((await findRequirements(options)).found.headers).toBe(packaged)
    const own = fill(join(folder, 'node', 'include', 'node'))
    expect((await findRequirements(options)).found.headers).toBe(own)
  })
})
