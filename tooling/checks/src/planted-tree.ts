import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** Writes a small repository into a folder that lasts as long as the running test, and returns it. Objects become JSON. */
export function plantTree(files: Readonly<Record<string, string | object>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'romae-checks-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const workspace = {
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - apps/*\n',
    'package.json': { name: 'root', private: true, license: 'MIT', engines: { node: '>=20.19' } },
  }
  for (const [file, content] of Object.entries({ ...workspace, ...files })) {
    const target = path.join(root, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`)
  }
  return root
}
