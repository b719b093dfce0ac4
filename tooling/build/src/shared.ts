import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Stands in the title of every test that reads `../shared`, so that a skipped one says why. */
export const needsSharedReason = 'needs ../shared'

const besideTheRepository = fileURLToPath(new URL('../../../../shared', import.meta.url))

/**
 * The folder `shared` beside the repository, with data sets and fixtures that are not part of it; null where there is
 * none.
 *
 * `ROMAE_SHARED` names it. Under turbo nothing else counts, for turbo's cache knows only the variables it is told of;
 * a test run by hand in one package finds the folder by itself.
 *
 * @throws Error if there is none and `ROMAE_REQUIRE_SHARED=1`
 */
export function sharedFolder(environment: Readonly<NodeJS.ProcessEnv> = process.env): string | null {
  const candidate = environment.ROMAE_SHARED ?? (environment.TURBO_HASH ? undefined : besideTheRepository)
  if (candidate !== undefined && existsSync(candidate)) return candidate
  if (environment.ROMAE_REQUIRE_SHARED === '1') {
    throw new Error(
      `ROMAE_REQUIRE_SHARED=1, but ROMAE_SHARED is ${candidate ? `not a folder: ${candidate}` : 'not set'}`,
    )
  }
  return null
}

/** The part of vitest's `it` and `test` that `needsShared` uses. */
interface Skippable {
  skipIf(condition: boolean): (title: string, body: () => TestResult, timeout?: number) => void
}

type TestResult = void | Promise<void>

/**
 * `needsShared(it)('reads every data set', (shared) => …)`: a test that gets the shared folder, and is skipped, with
 * the reason in its title, where there is none. Not for `describe`, whose body runs even if it is skipped.
 *
 * @throws Error if there is no such folder and `ROMAE_REQUIRE_SHARED=1`
 */
export function needsShared(
  register: Skippable,
): (title: string, body: (shared: string) => TestResult, timeout?: number) => void {
  const folder = sharedFolder()
  return (title, body, timeout) => {
    register.skipIf(folder === null)(`${title} (${needsSharedReason})`, () => body(folder as string), timeout)
  }
}
