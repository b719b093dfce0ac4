import { execFileSync } from 'node:child_process'
import { InvalidArgumentError } from 'commander'

/** Where a Python package is installed. It is not imported: that could take long, and do anything. */
export function packageFolder(module: string, python: string): string {
  const code = 'import importlib.util, sys; print(importlib.util.find_spec(sys.argv[1]).submodule_search_locations[0])'
  try {
    return execFileSync(python, ['-I', '-c', code, module], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    throw new InvalidArgumentError(
      `${python} has no package ${module}, which ships the data: pnpm bench peer FOLDER makes one that has it (--pypots, --stumpy)`,
    )
  }
}
