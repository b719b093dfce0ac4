import type { StorageLock } from '../checkpoints/checkpoint-storage.ts'
import { requireWeb } from './storage-error.ts'
import { webNavigator } from './web-types.ts'

/**
 * A lock of this origin, over all of its tabs and workers. The browser releases it when the tab is closed, reloaded or ends.
 *
 * @returns null where another tab or worker has it
 * @throws RomaeError `TRAINER_NO_STORAGE` where the browser has no locks
 */
export async function webLock(name: string): Promise<StorageLock | null> {
  const locks = requireWeb(webNavigator().locks, name, 'locks between tabs (Web Locks)')
  return new Promise((resolve, reject) => {
    const state = { isLost: false }
    const held = locks.request(`romae ${name}`, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(null)
        return Promise.resolve()
      }
      return new Promise<void>((giveBack) => {
        const release = async () => {
          giveBack()
          await held
        }
        const isLost = () => state.isLost
        resolve({
          release,
          get isLost() {
            return isLost()
          },
        })
      })
    })
    held.catch((cause: unknown) => {
      // Somebody has stolen it, or it was never had.
      state.isLost = true
      reject(cause)
    })
  })
}
